import { AMOUNT_COLUMNS, type AmountColumn, fenOf, type LineAmounts, yuanOf } from '#domain';

/** A line's amounts as they are stored with a posting: yuan by column, zeros left out. */
export type StoredAmounts = Partial<Record<AmountColumn, string>>;

export function amountsJson(line: LineAmounts): string {
  const amounts = AMOUNT_COLUMNS.filter((column) => line[column] !== 0n).map((column) => [
    column,
    yuanOf(line[column]),
  ]);
  return JSON.stringify(Object.fromEntries(amounts));
}

export function amountsOf(stored: StoredAmounts): LineAmounts {
  const amounts = AMOUNT_COLUMNS.map((column) => [column, fenOf(stored[column] ?? '0')] as const);
  return Object.fromEntries(amounts) as unknown as LineAmounts;
}
