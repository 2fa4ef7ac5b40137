import { type Fen, type Line, measureOf } from '#domain';

import type { CodeLayout, CodeLevel } from './layout';
import type { Measure } from './report-measure';

/** One row of a table by codes, exact. 合计 stands first, under the code '' and without a level. */
export interface CodeRow {
  code: string;
  level: CodeLevel | undefined;
  sums: readonly Fen[];
}

/**
 * Sums lines by every level of their codes at once, sorted by code, so that a 类 stands before its 款 and they before their 项. A
 * line that is posted to a class counts in the class alone. Rows without money in any column are left out, except 合计.
 */
export function codeRows(layout: CodeLayout, lines: readonly Line[], measure: Measure): CodeRow[] {
  const total: Fen[] = layout.sums.map(() => 0n);
  const rows = new Map<string, { code: string; level: CodeLevel; sums: Fen[] }>();
  for (const line of lines.filter(layout.scope)) {
    const amounts = layout.sums.map(({ takes }) => (takes(line) ? measureOf(line, measure) : 0n));
    add(total, amounts);
    const code = layout.codeOf(line);
    for (const level of layout.levels.filter(({ digits }) => digits <= code.length)) {
      const prefix = code.slice(0, level.digits);
      const row = rows.get(prefix) ?? { code: prefix, level, sums: layout.sums.map(() => 0n) };
      add(row.sums, amounts);
      rows.set(prefix, row);
    }
  }
  const withMoney = [...rows.values()].filter(({ sums }) => sums.some((sum) => sum !== 0n));
  // Codes are digits, so their order as strings is that of the published tables, with each parent before its children.
  withMoney.sort((a, b) => (a.code < b.code ? -1 : 1));
  return [{ code: '', level: undefined, sums: total }, ...withMoney];
}

function add(sums: Fen[], amounts: readonly Fen[]): void {
  amounts.forEach((amount, index) => {
    sums[index] = (sums[index] ?? 0n) + amount;
  });
}
