import { type Line, measureOf } from '#domain';

import type { Layout, PerformanceLayout, StatementRow } from './layout';
import type { Profile } from './profile';
import { REPORT_MEASURES } from './report-measure';
import { TABLE_NUMBERS, type TableNumber } from './table-number';

/**
 * The statutory tables that take a line's amount, where that amount differs under any measure. Tables 10 and 11 are made of targets
 * and not of lines, so they are never among them.
 */
export function tablesTouched(profile: Profile, { before, after }: { before: Line; after: Line }): TableNumber[] {
  const differs = REPORT_MEASURES.some((measure) => measureOf(before, measure) !== measureOf(after, measure));
  return differs ? tablesOf(profile, after) : [];
}

/** The statutory tables that a line's amount stands in. */
export function tablesOf({ layouts }: Profile, line: Line): TableNumber[] {
  return TABLE_NUMBERS.filter((number) => takes(layouts[number], line));
}

/** The statutory tables that a unit's name stands over: all that the place has. */
export function tablesOfUnits({ layouts }: Profile): TableNumber[] {
  return TABLE_NUMBERS.filter((number) => layouts[number] !== undefined);
}

/** The statutory tables that targets stand in: a unit's own, or those of its projects. */
export function tablesOfTargets({ layouts }: Profile, of: PerformanceLayout['of']): TableNumber[] {
  return TABLE_NUMBERS.filter((number) => {
    const layout = layouts[number];
    return layout?.kind === 'performance' && layout.of === of;
  });
}

/** Whether a table is made of targets, and not of lines. */
export function isOfTargets({ layouts }: Profile, number: TableNumber): boolean {
  return layouts[number]?.kind === 'performance';
}

function takes(layout: Layout | undefined, line: Line): boolean {
  switch (layout?.kind) {
    case 'codes':
    case 'members':
      return layout.scope(line) && layout.sums.some(({ takes: sums }) => sums(line));
    case 'statement':
      return layout.scope(line) && layout.blocks.some(({ left, right }) => inRows(left, line) || inRows(right, line));
    case 'performance':
    case undefined:
      return false;
  }
}

function inRows(rows: readonly StatementRow[], line: Line): boolean {
  return rows.some((row) => row === 'each-class' || (row !== 'free' && row.takes(line)));
}
