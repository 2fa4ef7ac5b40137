import { type Fen, type Line, sumFen } from '#domain';

import { codeName } from './code-name';
import { codeRows } from './code-rows';
import type { CodeLayout, Layout, MembersLayout, PerformanceLayout, StatementLayout, StatementRow } from './layout';
import type { LineFilter } from './line-filter';
import { performanceDetails } from './performance-details';
import { linesOf, type ReportInput, valueOf } from './report-input';

/** A cell is text, or an exact amount that nothing has rounded yet. */
type ExactCell = string | Fen;
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
    if (level === undefined) return ['', '合计', ...sums];
    return [code.slice(-level.printed), codeName(chart, layout.chart, fiscalYear, code), ...sums];
  });
}

function fillMembers({ scope, sums }: MembersLayout, input: ReportInput): ExactRow[] {
  const row = (code: string, name: string, lines: readonly Line[]): ExactRow => {
    const inScope = lines.filter(scope);
    return [code, name, ...sums.map((takes) => total(inScope.filter(takes), input.measure))];
  };
  const members = membersOf(input).map(({ code, name, lines }) => row(code, name, lines));
  return members.length > 1 ? [row('', '合计', linesOf(input)), ...members] : members;
}

/** A division is made of departments, all else of units. */
function membersOf({ subject, units }: ReportInput): { code: string; name: string; lines: Line[] }[] {
  const members = new Map<string, { code: string; name: string; lines: Line[] }>();
  for (const { unit, lines } of units) {
    const ofDivision = subject.level === 'division';
    const code = ofDivision ? unit.department : unit.code;
    const name = ofDivision ? unit.departmentName : unit.name;
    const member = members.get(code) ?? { code, name, lines: [] };
    members.set(code, { ...member, lines: [...member.lines, ...lines] });
  }
  return [...members.values()];
}

function fillStatement(layout: StatementLayout, input: ReportInput): ExactRow[] {
  const lines = linesOf(input).filter(layout.scope);
  const side = (rows: readonly StatementRow[], sums: readonly LineFilter[]): ExactRow[] =>
    rows.flatMap((row) => statementRows(row, sums, lines, input));
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
  row: StatementRow,
  sums: readonly LineFilter[],
  lines: readonly Line[],
  { chart, fiscalYear, measure }: ReportInput,
): ExactRow[] {
  if (row === 'free') return [freeRow(sums)];
  const amounts = (taken: readonly Line[]): Fen[] => sums.map((takes) => total(taken.filter(takes), measure));
  if (row !== 'each-class') return [[row.name, ...amounts(lines.filter(row.takes))]];
  const classes = [...new Set(lines.map(functionalClass))].sort();
  return classes
    .map((code) => ({ code, sums: amounts(lines.filter((line) => functionalClass(line) === code)) }))
    .filter(({ sums }) => sums.some((sum) => sum !== 0n))
    .map(({ code, sums }) => [codeName(chart, 'function', fiscalYear, code), ...sums]);
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

function freeRow(sums: readonly LineFilter[]): ExactRow {
  return ['', ...sums.map(() => '')];
}

function functionalClass(line: Line): string {
  return line.function.slice(0, 3);
}

function total(lines: readonly Line[], measure: ReportInput['measure']): Fen {
  return sumFen(lines.map((line) => valueOf(line, measure)));
}
