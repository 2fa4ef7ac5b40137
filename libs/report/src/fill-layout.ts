import { type Fen, type Line, sumFen } from '#domain';

import { codeName } from './code-name';
import { codeRows } from './code-rows';
import type { CodeLayout, Layout, PerformanceLayout, StatementLayout, StatementRow, UnitLayout } from './layout';
import type { LineFilter } from './line-filter';
import { performanceDetails } from './performance-details';
import { type UnitYearInput, valueOf } from './unit-year-input';

/** A cell is text, or an exact amount that nothing has rounded yet. */
type ExactCell = string | Fen;
export type ExactRow = readonly ExactCell[];

/** The engine: fills any layout from a unit's lines and targets. Every amount in the rows is exact. */
export function fillLayout(layout: Layout, input: UnitYearInput): ExactRow[] {
  switch (layout.kind) {
    case 'codes':
      return fillCodes(layout, input);
    case 'unit':
      return fillUnit(layout, input);
    case 'statement':
      return fillStatement(layout, input);
    case 'performance':
      return fillPerformance(layout, input);
  }
}

function fillCodes(layout: CodeLayout, { lines, measure, chart, fiscalYear }: UnitYearInput): ExactRow[] {
  return codeRows(layout, lines, measure).map(({ code, level, sums }) => {
    if (level === undefined) return ['', '合计', ...sums];
    return [code.slice(-level.printed), codeName(chart, layout.chart, fiscalYear, code), ...sums];
  });
}

function fillUnit({ scope, sums }: UnitLayout, { unit, lines, measure }: UnitYearInput): ExactRow[] {
  const inScope = lines.filter(scope);
  return [[unit.code, unit.name, ...sums.map((takes) => total(inScope.filter(takes), measure))]];
}

function fillStatement(layout: StatementLayout, input: UnitYearInput): ExactRow[] {
  const lines = input.lines.filter(layout.scope);
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
  { chart, fiscalYear, measure }: UnitYearInput,
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

function fillPerformance({ of }: PerformanceLayout, input: UnitYearInput): ExactRow[] {
  return performanceDetails(of, input).blocks.flatMap(({ project, indicators }) =>
    indicators.map(({ level1, level2, level3, value }) => [
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

function total(lines: readonly Line[], measure: UnitYearInput['measure']): Fen {
  return sumFen(lines.map((line) => valueOf(line, measure)));
}
