import {
  type Fen,
  type Grouping,
  groupKeyOf,
  type Line,
  type Measure,
  measureOf,
  MEASURES,
  sumFen,
  yuanOf,
} from '#domain';

import { codeName } from './code-name';
import { APPROPRIATION_ITEMS, OTHER_INCOME_ITEMS } from './income-items';
import { linesOf, type ReportInput } from './report-input';
import { percentOf } from './wan';

/** One measure of both sides, exact. Null is unknown, which is not zero; a ratio to zero is null as well, and then the prior figure says why. */
export interface ComparedMeasure {
  currentYuan: string;
  priorYuan: string | null;
  changeYuan: string | null;
  ratio: string | null;
  /** Of the total of its own side; null where that is zero or unknown. */
  share: string | null;
  priorShare: string | null;
}

export interface ComparedRow {
  key: string;
  name: string;
  measures: Record<Measure, ComparedMeasure>;
}

export interface DimensionComparison {
  rows: ComparedRow[];
  total: Record<Measure, ComparedMeasure>;
}

/** Compares two states by a dimension. Rows stand in the order of their keys, and only where a line stands on either side. */
export function compareBy(
  dimension: Grouping,
  current: ReportInput,
  prior: ReportInput | undefined,
): DimensionComparison {
  const ofCurrent = linesBy(dimension, linesOf(current));
  const ofPrior = linesBy(dimension, prior === undefined ? [] : linesOf(prior));
  const knownBefore = new Set(prior?.units.map(({ unit }) => unit.code));
  const keys = [...new Set([...ofCurrent.keys(), ...ofPrior.keys()])].sort();
  const rows = keys.map((key) => {
    const isKnown = prior !== undefined && (dimension !== 'unit' || knownBefore.has(key));
    const before = isKnown ? (ofPrior.get(key) ?? []) : undefined;
    return { key, name: nameOf(dimension, key, current, prior), sums: sumsOf(ofCurrent.get(key) ?? [], before) };
  });
  const total = sumsOf(linesOf(current), prior === undefined ? undefined : linesOf(prior));
  return {
    rows: rows.map(({ key, name, sums }) => ({ key, name, measures: compared(sums, total) })),
    total: compared(total, total),
  };
}

function linesBy(dimension: Grouping, lines: readonly Line[]): Map<string, Line[]> {
  const groups = new Map<string, Line[]>();
  for (const line of lines) {
    const key = groupKeyOf(dimension, line);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [line]);
    else group.push(line);
  }
  return groups;
}

type Sums = Record<Measure, { current: Fen; prior: Fen | undefined }>;

function sumsOf(current: readonly Line[], prior: readonly Line[] | undefined): Sums {
  const sum = (lines: readonly Line[], measure: Measure): Fen => sumFen(lines.map((line) => measureOf(line, measure)));
  const pairs = MEASURES.map((measure) => {
    return [measure, { current: sum(current, measure), prior: prior === undefined ? undefined : sum(prior, measure) }];
  });
  return Object.fromEntries(pairs) as Sums;
}

function compared(sums: Sums, total: Sums): Record<Measure, ComparedMeasure> {
  const measures = MEASURES.map((measure) => {
    const { current, prior } = sums[measure];
    const change = prior === undefined ? undefined : current - prior;
    return [
      measure,
      {
        currentYuan: yuanOf(current),
        priorYuan: prior === undefined ? null : yuanOf(prior),
        changeYuan: change === undefined ? null : yuanOf(change),
        ratio: prior === undefined || change === undefined ? null : percent(change, prior),
        share: percent(current, total[measure].current),
        priorShare: prior === undefined ? null : percent(prior, total[measure].prior ?? 0n),
      },
    ];
  });
  return Object.fromEntries(measures) as Record<Measure, ComparedMeasure>;
}

/** Nothing can be said in percent of zero. */
function percent(part: Fen, whole: Fen): string | null {
  return whole === 0n ? null : `${percentOf(part, whole)}%`;
}

const SOURCE_NAMES = new Map<string, string>([
  ...APPROPRIATION_ITEMS.map(({ source, column }) => [source, column] as const),
  ...OTHER_INCOME_ITEMS.map(({ source, column }) => [source, column] as const),
  ['non-fiscal-surplus', '使用非财政拨款结余'],
]);
const CATEGORY_NAMES = new Map([
  ['personnel', '人员经费'],
  ['operating', '公用经费'],
  ['project', '项目支出'],
]);

/** A code is named as the current year's list names it. */
function nameOf(dimension: Grouping, key: string, current: ReportInput, prior: ReportInput | undefined): string {
  switch (dimension) {
    case 'source':
      return SOURCE_NAMES.get(key) ?? key;
    case 'category':
      return CATEGORY_NAMES.get(key) ?? key;
    case 'project':
      return key === '' ? '非项目' : key;
    case 'unit': {
      const units = [...current.units, ...(prior?.units ?? [])];
      return units.find(({ unit }) => unit.code === key)?.unit.name ?? key;
    }
    case 'function-class':
    case 'function-group':
    case 'function':
      return codeName(current.chart, 'function', current.fiscalYear, key);
    case 'economic-class':
    case 'economic':
      return codeName(current.chart, 'economic', current.fiscalYear, key);
  }
}
