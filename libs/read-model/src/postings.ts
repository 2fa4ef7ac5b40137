import { type Database, type Transaction } from '#postgres';

import type { StreamHead } from './cuts';
import { type AskedPostings, fetchPostings, hashOf } from './fetch-postings';
import { PostingColumns } from './posting-columns';

/** How much of the postings a process keeps, for each version of the tables that it reads. */
const MOST_BYTES = 64 * 1024 * 1024;

/** What is kept of a stream, and the newest head that it is known to belong to. */
interface Kept {
  head: StreamHead;
  years: Map<number, PostingColumns>;
}

/**
 * The postings that reads go through as a whole: the events behind a difference, and earlier states. Of departments and divisions they
 * are kept, what was used least goes first, and what is newer is fetched behind them; a unit's few are read each time.
 */
export class Postings {
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly mostBytes = MOST_BYTES) {}

  /** Whether everything up to the revision is kept already. */
  holds({ stream, head, fiscalYears, upTo }: Omit<AskedPostings, 'unit'>): boolean {
    const kept = this.kept.get(stream);
    if (kept === undefined || kept.head.hash !== head.hash) return false;
    return fiscalYears.every((year) => (kept.years.get(year)?.upTo ?? 0) >= upTo);
  }

  /** In the order of the years. Everything up to the revision is there, and maybe more. */
  async of(client: Transaction, asked: AskedPostings): Promise<PostingColumns[]> {
    const { unit, fiscalYears, upTo } = asked;
    const kept = await this.keptOf(client, asked);
    const years = fiscalYears.map((year) => kept?.years.get(year) ?? new PostingColumns(year));
    if (years.every((columns) => columns.upTo >= upTo)) return years;
    const isKept = kept !== undefined && unit === undefined;
    const found = isKept ? years : fiscalYears.map((year) => new PostingColumns(year));
    await fetchPostings(client, found, asked);
    if (!isKept) return found;
    for (const columns of found) kept.years.set(columns.fiscalYear, columns);
    this.keepLess();
    return found;
  }

  /**
   * What is kept of the stream: whoever made the tables anew under the same name has made other heads, and then nothing kept is true any
   * more. Nothing may be kept for a transaction that sees less than what is kept already.
   */
  private async keptOf(client: Transaction, { stream, head }: AskedPostings): Promise<Kept | undefined> {
    const known = this.kept.get(stream);
    if (known !== undefined && known.head.revision > head.revision) return undefined;
    const isSame =
      known?.head.revision === head.revision
        ? known.head.hash === head.hash
        : known !== undefined && (await hashOf(client, stream, known.head.revision)) === known.head.hash;
    const kept = known !== undefined && isSame ? known : { head, years: new Map<number, PostingColumns>() };
    kept.head = head;
    // What was used last stands last.
    this.kept.delete(stream);
    this.kept.set(stream, kept);
    return kept;
  }

  private keepLess(): void {
    let bytes = [...this.kept.values()].reduce((sum, kept) => sum + bytesOf(kept), 0);
    for (const [oldest, kept] of this.kept) {
      if (bytes <= this.mostBytes) return;
      this.kept.delete(oldest);
      bytes -= bytesOf(kept);
    }
  }
}

function bytesOf({ years }: Kept): number {
  return [...years.values()].reduce((sum, columns) => sum + columns.bytes, 0);
}

const postingsOf = new WeakMap<Database, Postings>();

/** Those that are kept of a version's tables. */
export function keptPostings(database: Database): Postings {
  const known = postingsOf.get(database);
  if (known !== undefined) return known;
  const postings = new Postings();
  postingsOf.set(database, postings);
  return postings;
}
