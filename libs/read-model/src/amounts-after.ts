import {
  AMOUNT_COLUMNS,
  type AmountColumn,
  applyEffect,
  dimensionsOfKey,
  emptyLine,
  fenOf,
  type Line,
  yuanOf,
} from '#domain';

/** A line's amounts as they are stored with a posting: yuan by column, zeros left out. */
export type StoredAmounts = Partial<Record<(typeof STORED)[number], string>>;

const STORED = [...AMOUNT_COLUMNS, 'lateCarriedOver'] as const;

export function amountsJson(line: Line): string {
  // Names and amounts hold nothing that JSON would have to escape.
  let members = '';
  for (const column of STORED) {
    const amount = line[column];
    if (amount !== 0n) members += `${members === '' ? '' : ','}"${column}":"${yuanOf(amount)}"`;
  }
  return `{${members}}`;
}

/** The columns of a posting that say what it did to its line. */
export interface PostedRow {
  fiscal_year: number;
  line_key: string;
  amount_column: AmountColumn;
  delta: string;
  amounts_after: StoredAmounts;
  late: boolean;
}
export const POSTED_COLUMNS = 'fiscal_year, line_key, amount_column, delta, amounts_after, late';

/** The line as the posting left it, and as it found it. */
export function lineAround({ fiscal_year, line_key, amount_column, delta, amounts_after, late }: PostedRow): {
  before: Line;
  after: Line;
} {
  const after = emptyLine(dimensionsOfKey(line_key), fiscal_year);
  for (const column of STORED) {
    const amount = amounts_after[column];
    if (amount !== undefined) after[column] = fenOf(amount);
  }
  const undone = { column: amount_column, deltaFen: -fenOf(delta), ...(late ? { late } : {}) };
  return { before: applyEffect(after, { line: after, fiscalYear: fiscal_year, effectiveDate: '', ...undone }), after };
}
