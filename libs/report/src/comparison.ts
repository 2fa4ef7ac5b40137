import { type Fen, sumFen } from '#domain';

import { changeWords, type ExactPair } from './change-words';
import { codeName } from './code-name';
import { COMPARISON_MEASURES, type MeasureFamily, type MeasureRule, type Wording } from './comparison-measures';
import type { LineFilter } from './line-filter';
import { assertOwnLines, type UnitYearInput, valueOf } from './unit-year-input';
import { inWan, percentOf } from './wan';

export interface ComparisonMeasure {
  /** The measure's key, such as 基本支出/301. */
  measure: string;
  /** Its name for people, such as 工资福利支出. */
  name: string;
  current: string;
  /** Null where the prior year is unknown. */
  prior: string | null;
  /** The exact difference, rounded once; so it may differ by 0.01 from that of the two rounded figures. */
  change: string | null;
  /** Null where the prior year is unknown or zero. */
  ratio: string | null;
  words: string;
}

export interface Comparison {
  unit: { code: string; name: string };
  year: number;
  priorYear: number;
  currencyUnit: '万元';
  measures: ComparisonMeasure[];
}

/** A year beside the one before it. Without a prior year its figures are unknown, which is not zero. */
export function comparison(current: UnitYearInput, prior: UnitYearInput | undefined): Comparison {
  assertOwnLines(current);
  if (prior !== undefined) assertOwnLines(prior);
  const priorYear = prior?.fiscalYear ?? current.fiscalYear - 1;
  return {
    unit: { code: current.unit.code, name: current.unit.name },
    year: current.fiscalYear,
    priorYear,
    currencyUnit: '万元',
    measures: COMPARISON_MEASURES.flatMap((rule) => measuresOf(rule, current, prior, priorYear)),
  };
}

function measuresOf(
  rule: MeasureRule,
  current: UnitYearInput,
  prior: UnitYearInput | undefined,
  priorYear: number,
): ComparisonMeasure[] {
  switch (rule.kind) {
    case 'named':
      return [measured(rule.measure, rule.measure, pairOf(rule.takes, current, prior), priorYear, rule.wording)];
    case 'optional': {
      const pair = pairOf(rule.takes, current, prior);
      return hasMoney(pair) ? [measured(rule.measure, rule.measure, pair, priorYear)] : [];
    }
    case 'classes':
      return classesOf(rule, current, prior).flatMap((code) => {
        const pair = pairOf((line) => rule.within(line) && rule.classOf(line) === code, current, prior);
        const name = codeName(current.chart, rule.chart, current.fiscalYear, code);
        return hasMoney(pair) ? [measured(`${rule.prefix}/${code}`, name, pair, priorYear)] : [];
      });
  }
}

function classesOf({ within, classOf }: MeasureFamily, current: UnitYearInput, prior?: UnitYearInput): string[] {
  const lines = [...current.lines, ...(prior?.lines ?? [])];
  return [...new Set(lines.filter(within).map(classOf))].sort();
}

function pairOf(takes: LineFilter, current: UnitYearInput, prior: UnitYearInput | undefined): ExactPair {
  return { current: sumOf(takes, current), prior: prior === undefined ? undefined : sumOf(takes, prior) };
}

function sumOf(takes: LineFilter, { lines, measure }: UnitYearInput): Fen {
  return sumFen(lines.filter(takes).map((line) => valueOf(line, measure)));
}

function hasMoney({ current, prior }: ExactPair): boolean {
  return current !== 0n || (prior !== undefined && prior !== 0n);
}

function measured(
  measure: string,
  name: string,
  pair: ExactPair,
  priorYear: number,
  wording: Wording = { kind: 'change' },
): ComparisonMeasure {
  const { current, prior } = pair;
  const change = prior === undefined ? null : current - prior;
  return {
    measure,
    name,
    current: inWan(current),
    prior: prior === undefined ? null : inWan(prior),
    change: change === null ? null : inWan(change),
    ratio: prior === undefined || prior === 0n ? null : `${percentOf(current - prior, prior)}%`,
    words: changeWords(pair, priorYear, wording),
  };
}
