import type { Chart, ChartKind } from '#domain';

/** A code's name in the year's list. A code that no list names still shows its money, under a name that says so. */
export function codeName(chart: Chart, kind: ChartKind, fiscalYear: number, code: string): string {
  return chart.nameOf(kind, fiscalYear, code) ?? `未列名科目 ${code}`;
}
