import { hashOf, parseEnvelope } from '../rule/envelope';
import type { StreamHead } from '../rule/fold';
import type { PackedIds } from './known-ids';
import type { PartitionIdentity, PartitionSnapshot } from './partition-snapshot';
import type { Decider, Verdict } from '../ports';
import { readable } from '../rule/sentence';
import { understand } from './understand';

/** Where snapshots are kept. They are a cache: losing them costs time and nothing else. */
export interface SnapshotStore {
  load(partition: number): Promise<Buffer | undefined>;
  /** Keeps the newest one of a partition. */
  save(partition: number, nextOffset: number, body: Buffer): Promise<void>;
}

/** How states become JSON; `version` changes with their form. */
export interface StateCodec<State> {
  version: string;
  toJson(state: State): unknown;
  fromJson(json: unknown): State;
}

/** A snapshot that cannot be used: the history is folded instead. */
class SnapshotUnusable extends Error {
  override readonly name = 'SnapshotUnusable';
}

interface Index<Told extends Verdict = Verdict> {
  version: string;
  ledgerId: string;
  partitions: number;
  checkpoint: PartitionSnapshot<unknown>['checkpoint'];
  streams: (Omit<PackedIds<Told>, 'packed'> & {
    head: StreamHead;
    state: unknown;
    packedBytes: number;
    /** In base64. */
    stoppedBy?: string | undefined;
  })[];
}

const FORMAT = 'snapshot-2';
/** A program that knows of no stops in a snapshot must not read one. */
const FORMAT_WITH_STOPS = 'snapshot-3';
const DIGEST_BYTES = 32;
const LENGTH_BYTES = 4;

/** SHA-256 of the rest, length of the index, the index as JSON in ASCII, the packed ids of each stream one after another. */
export function encodeSnapshot<State>(
  identity: PartitionIdentity,
  snapshot: PartitionSnapshot<State>,
  codec: StateCodec<State>,
): Buffer {
  const hasStops = snapshot.streams.some(({ head }) => head.stopped !== undefined);
  const index: Index = {
    version: `${hasStops ? FORMAT_WITH_STOPS : FORMAT}/${codec.version}`,
    ledgerId: identity.ledgerId,
    partitions: identity.partitions,
    checkpoint: snapshot.checkpoint,
    streams: snapshot.streams.map(({ head, state, known, stoppedBy }) => ({
      head,
      state: codec.toJson(state),
      packedBytes: known.packed.length,
      refusals: known.refusals,
      warnings: known.warnings,
      stoppedBy: stoppedBy?.toString('base64'),
    })),
  };
  const text = Buffer.from(inAscii(JSON.stringify(index)), 'latin1');
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(text.length);
  const rest = Buffer.concat([length, text, ...snapshot.streams.map(({ known }) => known.packed)]);
  return Buffer.concat([Buffer.from(hashOf(rest), 'hex'), rest]);
}

/** A text with a single character beyond takes two bytes for each of its own in memory, and more than twice the time to be read. */
function inAscii(json: string): string {
  return json.replace(/[\u0080-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Throws SnapshotUnusable with the reason; one of another log or partition is ignored like one that is damaged. */
export function decodeSnapshot<State, Told extends Verdict>(
  identity: PartitionIdentity,
  body: Buffer,
  codec: StateCodec<State>,
): PartitionSnapshot<State, Told> {
  const rest = body.subarray(DIGEST_BYTES);
  if (hashOf(rest) !== body.toString('hex', 0, DIGEST_BYTES)) throw new SnapshotUnusable('it is damaged');
  const end = LENGTH_BYTES + rest.readUInt32BE(0);
  const index = JSON.parse(rest.toString('latin1', LENGTH_BYTES, end)) as Index<Told>;
  const version = `${FORMAT}/${codec.version}`;
  if (index.version !== version && index.version !== `${FORMAT_WITH_STOPS}/${codec.version}`) {
    throw new SnapshotUnusable(`it has version ${index.version}, not ${version}`);
  }
  if (index.ledgerId !== identity.ledgerId || index.partitions !== identity.partitions) {
    throw new SnapshotUnusable(`it belongs to ledger ${index.ledgerId} with ${index.partitions} partitions`);
  }
  if (index.checkpoint.partition !== identity.partition) {
    throw new SnapshotUnusable(`it belongs to partition ${index.checkpoint.partition}`);
  }
  let at = end;
  const streams = index.streams.map(({ head, state, packedBytes, refusals, warnings, stoppedBy }) => {
    // A copy, since a part of the body would keep all of it in memory.
    const packed = Buffer.from(rest.subarray(at, (at += packedBytes)));
    const stop = stoppedBy === undefined ? {} : { stoppedBy: Buffer.from(stoppedBy, 'base64') };
    return { head, state: codec.fromJson(state), known: { packed, refusals, warnings }, ...stop };
  });
  return { checkpoint: index.checkpoint, streams };
}

/**
 * Throws SnapshotUnusable where a stream that has stopped at an event would not stop there any more: a program that understands it reads the
 * history of the partition again, and goes on in that stream.
 */
export function requireSameStops<State, Command, Event extends { type: string; data: unknown }, Told extends Verdict>(
  { streams }: PartitionSnapshot<State, Told>,
  decider: Decider<State, Command, Event, Told>,
): void {
  for (const { head, state, stoppedBy } of streams) {
    if (stoppedBy !== undefined && isUnderstood(decider, state, stoppedBy)) {
      throw new SnapshotUnusable(`${readable(head.stream)} had stopped at an event that is understood now`);
    }
  }
}

function isUnderstood<State, Command, Event extends { type: string; data: unknown }, Told extends Verdict>(
  decider: Decider<State, Command, Event, Told>,
  state: State,
  record: Buffer,
): boolean {
  try {
    const envelope = parseEnvelope(record);
    if (typeof envelope === 'string') return false;
    understand(decider, state, envelope);
    return true;
  } catch {
    return false;
  }
}
