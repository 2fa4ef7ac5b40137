import type { Line } from '#domain';

import { JIANGXI_PROFILE } from './jiangxi-profile';
import type { Layout, StatementRow } from './layout';
import { TABLE_NUMBERS, type TableNumber } from './table-number';
import { type Measure, valueOf } from './report-input';

const MEASURES = Object.keys({ current: true, original: true } satisfies Record<Measure, true>) as Measure[];

/**
 * The statutory tables that take a line's amount, where that amount differs under any measure. Tables 10 and 11 are made of targets
 * and not of lines, so they are never among them.
 */
export function tablesTouched({ before, after }: { before: Line; after: Line }): TableNumber[] {
  const differs = MEASURES.some((measure) => valueOf(before, measure) !== valueOf(after, measure));
  return differs ? tablesOf(after) : [];
}

/** The statutory tables that a line's amount stands in. */
export function tablesOf(line: Line): TableNumber[] {
  return TABLE_NUMBERS.filter((number) => takes(JIANGXI_PROFILE[number], line));
}

function takes(layout: Layout, line: Line): boolean {
  switch (layout.kind) {
    case 'codes':
    case 'members':
      return layout.scope(line) && layout.sums.some(({ takes: sums }) => sums(line));
    case 'statement':
      return layout.scope(line) && layout.blocks.some(({ left, right }) => inRows(left, line) || inRows(right, line));
    case 'performance':
      return false;
  }
}

function inRows(rows: readonly StatementRow[], line: Line): boolean {
  return rows.some((row) => row === 'each-class' || (row !== 'free' && row.takes(line)));
}
