import { type ExactRow, fillLayout } from './fill-layout';
import { JIANGXI_PROFILE } from './jiangxi-profile';
import type { HeaderCell, Layout } from './layout';
import { type PerformanceDetails, performanceDetails } from './performance-details';
import type { TableNumber } from './table-number';
import { assertOwnLines, type Measure, type UnitYearInput } from './unit-year-input';
import { wanCell } from './wan';

export interface StatutoryTable {
  table: string;
  title: string;
  unit: { code: string; name: string };
  year: number;
  measure: Measure;
  currencyUnit: '万元';
  /** The flat names of the columns; tables 1 and 4 have 项目 twice, once a side. */
  columns: string[];
  /** Cells as they are printed; zero is blank. */
  rows: string[][];
  notes: string[];
  /** The head as it is printed, with its groups. */
  header: HeaderCell[][];
  /** How each column is set. */
  alignments: ('left' | 'right')[];
  landscape: boolean;
  /** Tables 10 and 11. */
  details?: PerformanceDetails;
}

const NO_TARGETS_NOTE = '注：详细目标表未录入（no performance targets have been recorded）';

export function statutoryTable(number: TableNumber, input: UnitYearInput): StatutoryTable {
  assertOwnLines(input);
  const layout = JIANGXI_PROFILE[number];
  const rows = fillLayout(layout, input);
  const details = layout.kind === 'performance' ? performanceDetails(layout.of, input) : undefined;
  const notes = details?.blocks.length === 0 ? [...layout.notes, NO_TARGETS_NOTE] : [...layout.notes];
  return {
    table: String(number),
    title: layout.title,
    unit: { code: input.unit.code, name: input.unit.name },
    year: input.fiscalYear,
    measure: input.measure,
    currencyUnit: '万元',
    columns: [...layout.columns],
    rows: rows.map(printed),
    notes,
    header: layout.header(input.fiscalYear),
    alignments: alignmentsOf(layout),
    landscape: layout.landscape,
    ...(details === undefined ? {} : { details }),
  };
}

function printed(row: ExactRow): string[] {
  return row.map((cell) => (typeof cell === 'string' ? cell : wanCell(cell)));
}

function alignmentsOf(layout: Layout): ('left' | 'right')[] {
  const text = (columns: number): 'left'[] => Array<'left'>(columns).fill('left');
  const amounts = (columns: number): 'right'[] => Array<'right'>(columns).fill('right');
  switch (layout.kind) {
    case 'codes':
    case 'unit':
      return [...text(2), ...amounts(layout.sums.length)];
    case 'statement':
      return [...text(1), ...amounts(layout.leftSums.length), ...text(1), ...amounts(layout.rightSums.length)];
    case 'performance':
      return text(layout.columns.length);
  }
}
