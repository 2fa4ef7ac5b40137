import { AMOUNT_COLUMNS, dimensionsOfKey, emptyLine, type Fen, type Line } from '#domain';

import { storedFen } from './stored-fen';

/** What a posting is of: a column of amounts, and by itself what was carried over late, which nobody approved. */
export const POSTING_KINDS = [...AMOUNT_COLUMNS, 'lateCarriedOver'] as const;

/** A line that postings are of, with nothing on it. */
export interface PostedLine {
  key: string;
  bare: Line;
}

/** All postings of one line, as the database packs them: words with spaces between them, in one order. */
export interface PackedPostings {
  line_key: string;
  revisions: string;
  kinds: string;
  days: string;
  amounts: string;
}

/** What one posting takes in the arrays, and about what a line takes. */
const BYTES_EACH = 4 + 4 + 1 + 4 + 8;
const BYTES_OF_LINE = 600;

/**
 * The postings of one year of a stream up to a revision, in the order of their events: an array for each column. A hundred thousand take two
 * megabytes and are gone through in milliseconds. Events never change, so that what is here stays true; newer ones are added behind it.
 */
export class PostingColumns {
  readonly lines: PostedLine[] = [];
  length = 0;
  /** The place among `lines`. */
  line = new Uint32Array(0);
  revision = new Uint32Array(0);
  /** The place among POSTING_KINDS. */
  kind = new Uint8Array(0);
  /** The effective date in days: see dayOf. */
  day = new Int32Array(0);
  /** See fenAt. */
  private fen = new BigInt64Array(0);
  /** Amounts that no command may have, and that a foreign record in the log may. */
  private readonly large = new Map<number, Fen>();
  private readonly placeOf = new Map<string, number>();
  private sorted: number[] | undefined;

  constructor(
    readonly fiscalYear: number,
    /** Every event up to this revision is here. */
    public upTo = 0,
  ) {}

  get bytes(): number {
    return this.revision.length * BYTES_EACH + this.lines.length * BYTES_OF_LINE;
  }

  /** Adds what is newer than all that is here; what is here already is left out. */
  append(rows: readonly PackedPostings[], upTo: number): void {
    if (upTo <= this.upTo) return;
    const added = rows.flatMap((row) => this.newerOf(row)).sort((one, other) => one.revision - other.revision);
    this.grow(this.length + added.length);
    for (const { line, revision, kind, day, fen } of added) {
      this.line[this.length] = line;
      this.revision[this.length] = revision;
      this.kind[this.length] = kind;
      this.day[this.length] = day;
      this.fen[this.length] = isSmall(fen) ? fen : IS_LARGE;
      if (!isSmall(fen)) this.large.set(this.length, fen);
      this.length += 1;
    }
    this.upTo = upTo;
  }

  /** The amount of a posting. */
  fenAt(place: number): Fen {
    const fen = this.fen[place] ?? 0n;
    return fen === IS_LARGE ? (this.large.get(place) ?? fen) : fen;
  }

  /** The first posting behind a revision. */
  after(revision: number): number {
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.revision[middle] ?? 0) <= revision) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The places of the lines by unit and key, as the tables sort them. */
  get inOrder(): readonly number[] {
    if (this.sorted?.length !== this.lines.length) {
      const keys = this.lines.map(({ key, bare: { unit } }) => Buffer.from(`${unit}\0${key}`));
      const none = Buffer.alloc(0);
      this.sorted = keys.map((_, place) => place).sort((a, b) => (keys[a] ?? none).compare(keys[b] ?? none));
    }
    return this.sorted;
  }

  private newerOf({ line_key, revisions, kinds, days, amounts }: PackedPostings) {
    const [kindOf, dayOf, amountOf] = [kinds.split(' '), days.split(' '), amounts.split(' ')];
    const line = this.lineOf(line_key);
    return revisions.split(' ').flatMap((text, at) => {
      const revision = Number(text);
      if (revision <= this.upTo) return [];
      return [
        { line, revision, kind: Number(kindOf[at]), day: Number(dayOf[at]), fen: storedFen(amountOf[at] ?? '0.00') },
      ];
    });
  }

  private lineOf(key: string): number {
    const known = this.placeOf.get(key);
    if (known !== undefined) return known;
    this.placeOf.set(key, this.lines.length);
    return this.lines.push({ key, bare: emptyLine(dimensionsOfKey(key), this.fiscalYear) }) - 1;
  }

  /** What is read first takes no more than it needs; what grows later gets room for more of it. */
  private grow(length: number): void {
    if (length <= this.revision.length) return;
    const room = this.length === 0 ? length : Math.ceil(length * 1.25);
    const grown = <T extends Uint32Array | Uint8Array | Int32Array | BigInt64Array>(to: T, from: T): T => {
      (to as Uint32Array).set(from as Uint32Array);
      return to;
    };
    this.line = grown(new Uint32Array(room), this.line);
    this.revision = grown(new Uint32Array(room), this.revision);
    this.kind = grown(new Uint8Array(room), this.kind);
    this.day = grown(new Int32Array(room), this.day);
    this.fen = grown(new BigInt64Array(room), this.fen);
  }
}

/** Stands where an amount does not fit into its array, which would cut it off. */
const IS_LARGE = -(2n ** 63n);

function isSmall(fen: Fen): boolean {
  return fen !== IS_LARGE && BigInt.asIntN(64, fen) === fen;
}

const DAY_MS = 86_400_000;

/** A date in days, as Postgres counts the days between two dates. */
export function dayOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}
