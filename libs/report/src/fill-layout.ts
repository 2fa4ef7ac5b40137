import { type Fen, type Line, measureOf } from '#domain';

import { codeName } from './code-name';
import type {
  AmountColumn,
  CodeLayout,
  CodeLevel,
  Layout,
  MembersLayout,
  NamedRow,
  PerformanceLayout,
  StatementLayout,
  StatementRow,
} from './layout';
import type { LineFilter } from './line-filter';
import { performanceDetails } from './performance-details';
import { linesOf, type ReportInput } from './report-input';
import type { Measure } from './report-measure';
import { takenBy } from './taken';

/** The key of the row that sums up a table by codes or by members. */
export const TOTAL_ROW = 'total';

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
export function fillLayout(layout: Layout, input: ReportInput): ExactRow[] {
  switch (layout.kind) {
    case 'codes':
      return fillCodes(layout, input);
    case 'members':
      return fillMembers(layout, input);
    case 'statement':
      return fillStatement(layout, input);
    case 'performance':
      return fillPerformance(layout, input);
  }
}

function fillCodes(layout: CodeLayout, input: ReportInput): ExactRow[] {
  const { measure, chart, fiscalYear } = input;
  return codeRows(layout, linesOf(input), measure).map(({ code, level, sums }) => {
    const cells = layout.sums.map((column, index) => codeCell(layout, code, column, sums[index] ?? 0n));
    if (level === undefined) return ['', input.profile.words.total, ...cells];
    return [code.slice(-level.printed), codeName(chart, layout.chart, fiscalYear, code), ...cells];
  });
}

/** One row of a table by codes, exact. 合计 stands first, under the code '' and without a level. */
interface CodeRow {
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

function codeCell({ scope, codeOf }: CodeLayout, code: string, { key, takes }: AmountColumn, fen: Fen): AmountCell {
  return {
    row: code === '' ? TOTAL_ROW : code,
    column: key,
    takes: (line) => scope(line) && takes(line) && codeOf(line).startsWith(code),
    fen,
  };
}

function fillMembers({ scope, sums }: MembersLayout, input: ReportInput): ExactRow[] {
  const row = (key: string, texts: [string, string], isMember: LineFilter, lines: readonly Line[]): ExactRow => [
    ...texts,
    ...sums.map(({ key: column, takes: ofColumn }): AmountCell => {
      const takes: LineFilter = (line) => scope(line) && isMember(line) && ofColumn(line);
      return { row: key, column, takes, fen: takenBy(takes, lines, input.measure) };
    }),
  ];
  const own = linesByMember(input);
  const members = membersOf(input).map(({ code, name, isMember }) =>
    row(code, [code, name], isMember, own.get(code) ?? []),
  );
  return members.length > 1
    ? [row(TOTAL_ROW, ['', input.profile.words.total], () => true, linesOf(input)), ...members]
    : members;
}

/** Of a division with many departments, none looks through the lines of all others. */
function linesByMember({ subject, units }: ReportInput): Map<string, Line[]> {
  const own = new Map<string, Line[]>();
  for (const { unit, lines } of units) {
    const code = subject.level === 'division' ? unit.department : unit.code;
    own.set(code, (own.get(code) ?? []).concat(lines));
  }
  return own;
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

function fillStatement(layout: StatementLayout, input: ReportInput): ExactRow[] {
  const side = (rows: readonly StatementRow[], sums: readonly AmountColumn[]): ExactRow[] =>
    rows.flatMap((row) => statementRows(layout, row, sums, input));
  return layout.blocks.flatMap(({ left, right }) => {
    const leftRows = side(left, layout.leftSums);
    const rightRows = side(right, layout.rightSums);
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
  sums: readonly AmountColumn[],
  input: ReportInput,
): ExactRow[] {
  if (row === 'free') return [freeRow(sums)];
  if (row !== 'each-class') return [[row.name, ...statementCells(layout, row, sums, input)]];
  const { chart, fiscalYear } = input;
  const classes = [...new Set(linesOf(input).filter(layout.scope).map(functionalClass))].sort();
  return classes
    .map((code) => ({ code, cells: statementCells(layout, classRow(code), sums, input) }))
    .filter(({ cells }) => cells.some(({ fen }) => fen !== 0n))
    .map(({ code, cells }) => [codeName(chart, 'function', fiscalYear, code), ...cells]);
}

/** The row of one functional 类. */
function classRow(code: string): Omit<NamedRow, 'name'> {
  return { key: code, takes: (line) => functionalClass(line) === code };
}

function statementCells(
  { scope }: StatementLayout,
  { key, takes: ofRow }: Omit<NamedRow, 'name'>,
  sums: readonly AmountColumn[],
  input: ReportInput,
): AmountCell[] {
  const lines = linesOf(input);
  return sums.map(({ key: column, takes: ofColumn }) => {
    const takes: LineFilter = (line) => scope(line) && ofRow(line) && ofColumn(line);
    return { row: key, column, takes, fen: takenBy(takes, lines, input.measure) };
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

export function functionalClass(line: Line): string {
  return line.function.slice(0, 3);
}
