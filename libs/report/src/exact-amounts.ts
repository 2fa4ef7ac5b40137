import { yuanOf } from '#domain';

import { fillLayout } from './fill-layout';
import type { ReportInput } from './report-input';
import type { TableNumber } from './table-number';

/** The exact amounts of a table in yuan, cell by cell as its rows stand; empty for text. */
export function exactAmounts(number: TableNumber, input: ReportInput): string[][] {
  const layout = input.profile.layouts[number];
  const rows = layout === undefined ? [] : fillLayout(layout, input);
  return rows.map((row) => row.map((cell) => (typeof cell === 'string' ? '' : yuanOf(cell.fen))));
}
