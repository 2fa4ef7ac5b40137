import type { Fen } from '#domain';

import type { PostingColumns } from './posting-columns';

/** Sums of postings by number: in doubles as long as these are exact, in big integers beyond. */
export class FenSums {
  private readonly small: number[] = [];
  private large: Map<number, Fen> | undefined;

  /** Adds the posting at a place of the columns, or takes it away. */
  add(sum: number, columns: PostingColumns, at: number, sign: 1 | -1): void {
    const small = (this.small[sum] ?? 0) + sign * (columns.fen[at] ?? 0);
    if (Number.isSafeInteger(small)) {
      this.small[sum] = small;
      return;
    }
    const fen = columns.fenAt(at);
    (this.large ??= new Map<number, Fen>()).set(sum, this.of(sum) + (sign > 0 ? fen : -fen));
    this.small[sum] = Number.NaN;
  }

  of(sum: number): Fen {
    return this.large?.get(sum) ?? BigInt(this.small[sum] ?? 0);
  }

  clear(sum: number): void {
    this.small[sum] = 0;
    this.large?.delete(sum);
  }
}
