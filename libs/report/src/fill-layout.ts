import { type Fen } from '#domain';

import { codeName } from './code-name';
import type {
  AmountColumn,
  CodeLayout,
  Layout,
  MembersLayout,
  NamedRow,
  PerformanceLayout,
  StatementLayout,
  StatementRow,
} from './layout';
import type { LineFilter } from './line-filter';
import { performanceDetails } from './performance-details';
import type { ReportInput } from './report-input';
import { functionalClass, type RowSums, type SideSums, type TableSums, tableSums, TOTAL_ROW } from './table-sums';

/** An exact amount that nothing has rounded yet, with its address in the table and what it takes. */
export interface AmountCell {
  row: string;
  column: string;
  takes: LineFilter;
  fen: Fen;
}
export type ExactCell = string | AmountCell;
export type ExactRow = readonly ExactCell[];

/** The engine: fills any layout from a unit's lines and targets. Every amount in the rows is exact. */
export function fillLayout(layout: Layout, input: ReportInput, sums = tableSums(layout, input)): ExactRow[] {
  switch (layout.kind) {
    case 'codes':
      return fillCodes(layout, input, sums);
    case 'members':
      return fillMembers(layout, input, sums);
    case 'statement':
      return fillStatement(layout, input, sums);
    case 'performance':
      return fillPerformance(layout, input);
  }
}

/** 合计 stands first, then the codes in order, so that a 类 stands before its 款 and they before their 项. Rows without money are left out. */
function fillCodes(layout: CodeLayout, { chart, fiscalYear, profile }: ReportInput, { left }: TableSums): ExactRow[] {
  const cells = (code: string, sums: RowSums | undefined): AmountCell[] =>
    layout.sums.map((column, index) => codeCell(layout, code, column, sums?.[index] ?? 0n));
  const withMoney = [...left.rows].filter(([code, sums]) => code !== TOTAL_ROW && hasMoney(sums));
  // Codes are digits, so their order as strings is that of the published tables, with each parent before its children.
  withMoney.sort(([a], [b]) => (a < b ? -1 : 1));
  const printed = new Map(layout.levels.map((level) => [level.digits, level.printed]));
  return [
    ['', profile.words.total, ...cells('', left.rows.get(TOTAL_ROW))],
    ...withMoney.map(([code, sums]): ExactRow => {
      const shown = code.slice(-(printed.get(code.length) ?? code.length));
      return [shown, codeName(chart, layout.chart, fiscalYear, code), ...cells(code, sums)];
    }),
  ];
}

function hasMoney(sums: RowSums): boolean {
  return sums.some((sum) => sum !== 0n);
}

function codeCell({ scope, codeOf }: CodeLayout, code: string, { key, takes }: AmountColumn, fen: Fen): AmountCell {
  return {
    row: code === '' ? TOTAL_ROW : code,
    column: key,
    takes: (line) => scope(line) && takes(line) && codeOf(line).startsWith(code),
    fen,
  };
}

function fillMembers({ scope, sums }: MembersLayout, input: ReportInput, { left }: TableSums): ExactRow[] {
  const row = (key: string, texts: [string, string], isMember: LineFilter): ExactRow => [
    ...texts,
    ...sums.map(({ key: column, takes: ofColumn }, index): AmountCell => {
      const takes: LineFilter = (line) => scope(line) && isMember(line) && ofColumn(line);
      return { row: key, column, takes, fen: left.rows.get(key)?.[index] ?? 0n };
    }),
  ];
  const members = membersOf(input).map(({ code, name, isMember }) => row(code, [code, name], isMember));
  return members.length > 1 ? [row(TOTAL_ROW, ['', input.profile.words.total], () => true), ...members] : members;
}

/** A division is made of departments, all else of units. */
function membersOf({ subject, units }: ReportInput): { code: string; name: string; isMember: LineFilter }[] {
  const ofDivision = subject.level === 'division';
  const members = new Map(
    units.map(({ unit }) => (ofDivision ? [unit.department, unit.departmentName] : [unit.code, unit.name])),
  );
  return [...members].map(([code, name]) => {
    const isMember: LineFilter = ({ unit }) => (ofDivision ? unit.startsWith(code) : unit === code);
    return { code, name, isMember };
  });
}

function fillStatement(layout: StatementLayout, input: ReportInput, { left, right }: TableSums): ExactRow[] {
  const side = (rows: readonly StatementRow[], columns: readonly AmountColumn[], sums: SideSums): ExactRow[] =>
    rows.flatMap((row) => statementRows(layout, row, columns, sums, input));
  return layout.blocks.flatMap((block) => {
    const leftRows = side(block.left, layout.leftSums, left);
    const rightRows = side(block.right, layout.rightSums, right);
    const height = Math.max(leftRows.length, rightRows.length);
    return Array.from({ length: height }, (_, index) => [
      ...(leftRows[index] ?? freeRow(layout.leftSums)),
      ...(rightRows[index] ?? freeRow(layout.rightSums)),
    ]);
  });
}

function statementRows(
  layout: StatementLayout,
  row: StatementRow,
  columns: readonly AmountColumn[],
  sums: SideSums,
  { chart, fiscalYear }: ReportInput,
): ExactRow[] {
  if (row === 'free') return [freeRow(columns)];
  if (row !== 'each-class') return [[row.name, ...statementCells(layout, row, columns, sums.rows.get(row.key))]];
  return [...sums.classes]
    .filter(([, ofClass]) => hasMoney(ofClass))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, ofClass]) => [
      codeName(chart, 'function', fiscalYear, code),
      ...statementCells(layout, classRow(code), columns, ofClass),
    ]);
}

/** The row of one functional 类. */
function classRow(code: string): Omit<NamedRow, 'name'> {
  return { key: code, takes: (line) => functionalClass(line) === code };
}

function statementCells(
  { scope }: StatementLayout,
  { key, takes: ofRow }: Omit<NamedRow, 'name'>,
  columns: readonly AmountColumn[],
  sums: RowSums | undefined,
): AmountCell[] {
  return columns.map(({ key: column, takes: ofColumn }, index) => {
    const takes: LineFilter = (line) => scope(line) && ofRow(line) && ofColumn(line);
    return { row: key, column, takes, fen: sums?.[index] ?? 0n };
  });
}

function fillPerformance({ of }: PerformanceLayout, input: ReportInput): ExactRow[] {
  return performanceDetails(of, input).blocks.flatMap(({ unit, project, indicators }) =>
    indicators.map(({ level1, level2, level3, value }) => [
      ...(input.units.length > 1 ? [unit.name] : []),
      ...(project === null ? [] : [project]),
      level1,
      level2,
      level3,
      value,
    ]),
  );
}

function freeRow(sums: readonly AmountColumn[]): ExactRow {
  return ['', ...sums.map(() => '')];
}
