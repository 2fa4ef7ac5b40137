import { BinaryRows, type Columns, copyIn, type RowOf, type Transaction } from '#postgres';

/** So much is copied at once. */
const PIECE_BYTES = 512 * 1024;

/** Rows on their way into one table: one piece is filled while the one before it is copied. */
export class CopyingTable<C extends Columns> {
  private filling: BinaryRows<C>;
  private spare: BinaryRows<C> | undefined;

  constructor(
    private readonly table: string,
    private readonly columns: C,
  ) {
    this.filling = new BinaryRows(columns, PIECE_BYTES * 2);
  }

  get mark(): { at: number; rows: number } {
    return this.filling.mark;
  }

  get isFull(): boolean {
    return this.filling.size >= PIECE_BYTES;
  }

  backTo(mark: { at: number; rows: number }): void {
    this.filling.backTo(mark);
  }

  add(row: RowOf<C>): void {
    this.filling.add(row);
  }

  /** Takes what was added so far and answers the work that copies it. */
  piece(): ((client: Transaction) => Promise<void>) | undefined {
    const rows = this.filling;
    if (rows.count === 0) return undefined;
    this.filling = this.spare ?? new BinaryRows(this.columns, PIECE_BYTES * 2);
    this.spare = undefined;
    return async (client) => {
      await copyIn(client, this.table, this.columns, rows);
      rows.clear();
      this.spare = rows;
    };
  }
}
