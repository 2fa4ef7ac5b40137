import type { Chart, ChartKind } from '#domain';

/** A code's name in the year's list. A code that no list names still shows its money, under a name that says so. */
export function codeName(chart: Chart, kind: ChartKind, fiscalYear: number, code: string): string {
  return chart.nameOf(kind, fiscalYear, code) ?? `未列名科目 ${code}`;
}

/** A division is called what the list of the year calls it, and by its code where no list names it. */
export function divisionName(chart: Chart, fiscalYear: number, code: string): string {
  return chart.nameOf('division', fiscalYear, code) ?? `行政区划${code}`;
}
