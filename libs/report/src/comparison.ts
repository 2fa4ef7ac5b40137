import { type Fen, isPool, sumFen } from '#domain';

import { changeWords, type ExactPair } from './change-words';
import { codeName } from './code-name';
import { COMPARISON_MEASURES, type MeasureFamily, type MeasureRule, type Wording } from './comparison-measures';
import type { LineFilter } from './line-filter';
import { wordsOf } from './level-words';
import { assertOwnLines, linesOf, type ReportInput, type ReportLevel, valueOf } from './report-input';
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
  level: ReportLevel;
  unit: { code: string; name: string };
  year: number;
  priorYear: number;
  /** Units whose prior year is unknown while that of others is known: the prior figures are those of the others alone. */
  unitsWithoutPrior: { code: string; name: string }[];
  currencyUnit: '万元';
  measures: ComparisonMeasure[];
}

/** A year beside the one before it. Without a prior year, or a unit in it, its figures are unknown, which is not zero. */
export function comparison(current: ReportInput, prior: ReportInput | undefined): Comparison {
  assertOwnLines(current);
  if (prior !== undefined) assertOwnLines(prior);
  const priorYear = prior?.fiscalYear ?? current.fiscalYear - 1;
  return {
    level: current.subject.level,
    unit: { code: current.subject.code, name: current.subject.name },
    year: current.fiscalYear,
    priorYear,
    unitsWithoutPrior: unitsWithoutPrior(current, prior),
    currencyUnit: '万元',
    measures: COMPARISON_MEASURES.flatMap((rule) => measuresOf(rule, current, prior, priorYear)),
  };
}

/** Named wherever they stand beside others, since their prior figures are missing in the sum. */
export function unitsWithoutPrior(
  current: ReportInput,
  prior: ReportInput | undefined,
): Comparison['unitsWithoutPrior'] {
  if (prior === undefined) return [];
  const known = new Set(prior.units.map(({ unit }) => unit.code));
  return current.units
    .filter(({ unit, lines }) => lines.length > 0 && !isPool(unit.code) && !known.has(unit.code))
    .map(({ unit: { code, name } }) => ({ code, name }));
}

function measuresOf(
  rule: MeasureRule,
  current: ReportInput,
  prior: ReportInput | undefined,
  priorYear: number,
): ComparisonMeasure[] {
  const years = { priorYear, level: current.subject.level };
  switch (rule.kind) {
    case 'named':
      return [measured(rule.measure, rule.measure, pairOf(rule.takes, current, prior), years, rule.wording)];
    case 'optional': {
      const pair = pairOf(rule.takes, current, prior);
      return hasMoney(pair) ? [measured(rule.measure, rule.measure, pair, years)] : [];
    }
    case 'classes':
      return classesOf(rule, current, prior).flatMap((code) => {
        const pair = pairOf((line) => rule.within(line) && rule.classOf(line) === code, current, prior);
        const name = codeName(current.chart, rule.chart, current.fiscalYear, code);
        return hasMoney(pair) ? [measured(`${rule.prefix}/${code}`, name, pair, years)] : [];
      });
  }
}

function classesOf({ within, classOf }: MeasureFamily, current: ReportInput, prior?: ReportInput): string[] {
  const lines = [...linesOf(current), ...(prior === undefined ? [] : linesOf(prior))];
  return [...new Set(lines.filter(within).map(classOf))].sort();
}

function pairOf(takes: LineFilter, current: ReportInput, prior: ReportInput | undefined): ExactPair {
  return { current: sumOf(takes, current), prior: prior === undefined ? undefined : sumOf(takes, prior) };
}

function sumOf(takes: LineFilter, input: ReportInput): Fen {
  return sumFen(
    linesOf(input)
      .filter(takes)
      .map((line) => valueOf(line, input.measure)),
  );
}

function hasMoney({ current, prior }: ExactPair): boolean {
  return current !== 0n || (prior !== undefined && prior !== 0n);
}

function measured(
  measure: string,
  name: string,
  pair: ExactPair,
  { priorYear, level }: { priorYear: number; level: ReportLevel },
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
    words: changeWords(pair, priorYear, wording, wordsOf(level)),
  };
}
