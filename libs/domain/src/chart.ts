/** Kinds of official code lists: 政府收支分类科目, and the names of administrative divisions (GB/T 2260 行政区划代码). */
export const CHART_KINDS = ['function', 'economic', 'government-economic', 'income', 'division'] as const;
export type ChartKind = (typeof CHART_KINDS)[number];

/** What people call the lists. */
export const CHART_NAMES: Readonly<Record<ChartKind, string>> = {
  function: '支出功能分类科目',
  economic: '部门预算支出经济分类科目',
  'government-economic': '政府预算支出经济分类科目',
  income: '收入分类科目',
  division: '行政区划',
};

/** One row of a chart of accounts as it is loaded from CSV: `kind,year,code,name`. */
export interface ChartRow {
  kind: ChartKind;
  year: number;
  code: string;
  name: string;
}

/**
 * Code lists by kind and year. A year without a list of its own uses the newest earlier one, because a list stays in force until
 * the ministry issues the next. Rows of the same kind, year and code replace each other in the order in which they were loaded.
 */
export interface Chart {
  /** Identifies the loaded content; events carry it, so that a reader can tell which lists a decision used. */
  readonly hash: string;
  nameOf(kind: ChartKind, year: number, code: string): string | undefined;
  /** The codes of the list in force. */
  codesOf(kind: ChartKind, year: number): readonly string[];
}

/** `hash` is computed by the caller over the rows, since the domain has no cryptography of its own. */
export function chartOf(rows: readonly ChartRow[], hash: string): Chart {
  const lists = new Map<ChartKind, Map<number, Map<string, string>>>();
  for (const { kind, year, code, name } of rows) {
    const years = lists.get(kind) ?? new Map<number, Map<string, string>>();
    lists.set(kind, years);
    const codes = years.get(year) ?? new Map<string, string>();
    years.set(year, codes);
    codes.set(code, name);
  }
  const newestFirst = new Map([...lists].map(([kind, years]) => [kind, [...years].sort(([a], [b]) => b - a)]));
  const inForce = (kind: ChartKind, year: number): ReadonlyMap<string, string> | undefined =>
    newestFirst.get(kind)?.find(([from]) => from <= year)?.[1];
  return {
    hash,
    nameOf(kind, year, code) {
      return inForce(kind, year)?.get(code);
    },
    codesOf(kind, year) {
      return [...(inForce(kind, year)?.keys() ?? [])];
    },
  };
}
