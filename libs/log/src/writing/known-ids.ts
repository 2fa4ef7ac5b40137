import type { Verdict } from '../ports';
import { hashOf } from '../rule/envelope';

/** What a command id is known by: the record that it became, and the hash of the body that it came with. */
export interface Known<Told extends Verdict = Verdict> extends Verdict<Told['refusal'], Told['warning']> {
  revision: number;
  offset: number;
  /** SHA-256 of the record's bytes, lowercase hex. */
  hash: string;
  commandHash: string;
}

/** The ids of a stream as a snapshot holds them. An earlier one knows of no warnings. */
export interface PackedIds<Told extends Verdict = Verdict> {
  packed: Buffer;
  refusals: [revision: number, Told['refusal']][];
  warnings?: [revision: number, Told['warning']][] | undefined;
}

/** Bytes of a packed entry: id digest 16, command hash 32, record hash 32, revision 4, offset 6. */
const ID = 16;
const ENTRY = 90;
const HEX_HASH = /^[0-9a-f]{64}$/;

/**
 * The command ids of one stream. New ones stand in a map; in growing steps they are packed into one sorted buffer of 90 bytes an id,
 * so that millions of ids fit into memory, and a snapshot of them is the buffer itself. An id's first record stays its answer.
 */
export class KnownIds<Told extends Verdict = Verdict> {
  /** By the id's digest in hex. */
  private recent = new Map<string, Known<Told>>();
  private packed: Buffer;
  /** By revision; few commands are refused or warned, so these stay as they are. */
  private readonly refusals: Map<number, Told['refusal']>;
  private readonly warnings: Map<number, Told['warning']>;

  constructor({ packed = Buffer.alloc(0), refusals = [], warnings = [] }: Partial<PackedIds<Told>> = {}) {
    if (packed.length % ENTRY !== 0) throw new RangeError(`packed ids of ${packed.length} bytes are damaged`);
    this.packed = packed;
    this.refusals = new Map(refusals);
    this.warnings = new Map(warnings);
  }

  get size(): number {
    return this.recent.size + this.packed.length / ENTRY;
  }

  get(commandId: string): Known<Told> | undefined {
    const digest = digestOf(commandId);
    return this.recent.get(digest) ?? this.find(digest);
  }

  add(commandId: string, known: Known<Told>): void {
    const digest = digestOf(commandId);
    if (this.recent.has(digest) || this.find(digest) !== undefined) return;
    this.recent.set(digest, { ...known, commandHash: comparable(known.commandHash) });
    if (known.refusal !== undefined) this.refusals.set(known.revision, known.refusal);
    if (known.warning !== undefined) this.warnings.set(known.revision, known.warning);
    // An id in the map takes several times as much memory as a packed one. Packing when the map has grown to an eighth of the buffer
    // keeps the work for each id bounded, however many there are.
    if (this.recent.size >= 64 && this.recent.size * ENTRY * 8 >= this.packed.length) this.pack();
  }

  hasBody({ commandHash }: Known, body: string): boolean {
    return commandHash === comparable(body);
  }

  /** Everything, as the constructor takes it. */
  snapshot(): PackedIds<Told> {
    this.pack();
    return { packed: this.packed, refusals: [...this.refusals], warnings: [...this.warnings] };
  }

  /** Merges the new entries into the sorted ones. */
  private pack(): void {
    if (this.recent.size === 0) return;
    const added = [...this.recent]
      .map(([digest, known]) => entryOf(digest, known))
      .sort((a, b) => compareIds(a, 0, b, 0));
    const before = this.packed;
    const merged = Buffer.allocUnsafe(before.length + added.length * ENTRY);
    let from = 0;
    let to = 0;
    for (const entry of added) {
      const start = from;
      while (from < before.length && compareIds(before, from, entry, 0) < 0) from += ENTRY;
      to += before.copy(merged, to, start, from);
      to += entry.copy(merged, to);
    }
    before.copy(merged, to, from);
    this.packed = merged;
    this.recent = new Map();
  }

  private find(digest: string): Known<Told> | undefined {
    const { packed } = this;
    let low = 0;
    let high = packed.length / ENTRY - 1;
    if (high < 0) return undefined;
    const wanted = Buffer.from(digest, 'hex');
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const order = compareIds(packed, middle * ENTRY, wanted, 0);
      if (order === 0) return this.entryAt(middle * ENTRY);
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  private entryAt(at: number): Known<Told> {
    const { packed } = this;
    const revision = packed.readUInt32BE(at + 80);
    const refusal = this.refusals.get(revision);
    const warning = this.warnings.get(revision);
    return {
      commandHash: packed.toString('hex', at + ID, at + 48),
      hash: packed.toString('hex', at + 48, at + 80),
      revision,
      offset: packed.readUIntBE(at + 84, 6),
      ...(refusal === undefined ? {} : { refusal }),
      ...(warning === undefined ? {} : { warning }),
    };
  }
}

function entryOf(digest: string, { commandHash, hash, revision, offset }: Known): Buffer {
  const entry = Buffer.allocUnsafe(ENTRY);
  entry.write(digest, 0, 'hex');
  entry.write(commandHash, ID, 'hex');
  entry.write(hash, 48, 'hex');
  entry.writeUInt32BE(revision, 80);
  entry.writeUIntBE(offset, 84, 6);
  return entry;
}

/** Half of a SHA-256 tells ids apart: two of a million million agree by chance once in 10^14 such sets. */
function digestOf(commandId: string): string {
  return hashOf(commandId).slice(0, ID * 2);
}

/** The first four bytes nearly always tell, and take a fraction of the time. */
function compareIds(a: Buffer, atA: number, b: Buffer, atB: number): number {
  const first = a.readUInt32BE(atA) - b.readUInt32BE(atB);
  return first !== 0 ? first : a.compare(b, atB, atB + ID, atA, atA + ID);
}

/** Foreign programs may hash bodies in another way; what is compared is always 32 bytes. */
function comparable(commandHash: string): string {
  return HEX_HASH.test(commandHash) ? commandHash : hashOf(commandHash);
}
