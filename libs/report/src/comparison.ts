import { type Fen, type Line, measureOf } from '#domain';

import { changeWords, type ExactPair } from './change-words';
import { codeName } from './code-name';
import {
  COMPARISON_MEASURES,
  type FundMeasure,
  type MeasureFamily,
  type MeasureRule,
  withCarryOver,
  type Wording,
} from './comparison-measures';
import { likeForLike } from './like-for-like';
import { carriedOver, everything, from, type LineFilter, ownYearFrom } from './line-filter';
import { assertOwnLines, linesOf, type ReportInput, type UnitBudget, wordsOf } from './report-input';
import type { ReportLevel } from './report-level';
import { takenBy } from './taken';
import { inWan, percentOf } from './wan';

export interface ComparisonMeasure {
  /** The measure's key, such as 基本支出/301. */
  measure: string;
  /** Its name for people, such as 工资福利支出. */
  name: string;
  /** Of everybody in the year, as the tables have it. */
  current: string;
  /** Of everybody who is known in the prior year. Null where nobody is. */
  prior: string | null;
  /** The two sides of the change: of those alone whom both years know. Null where there is nobody. */
  comparableCurrent: string | null;
  comparablePrior: string | null;
  /** The exact difference of the two, rounded once; so it may differ by 0.01 from that of the two rounded figures. */
  change: string | null;
  /** Null where the prior side is unknown or zero. */
  ratio: string | null;
  words: string;
}

/** A unit that one of the years does not know, with its amount in the other. */
export interface UncomparedUnit {
  code: string;
  name: string;
  amount: string;
}

export interface Comparison {
  level: ReportLevel;
  unit: { code: string; name: string };
  year: number;
  priorYear: number;
  /** Units whose prior year is unknown while that of others is known: no change counts them. */
  unitsWithoutPrior: UncomparedUnit[];
  /** Units of the prior year that have no amounts in this one: no change counts them either. */
  unitsWithoutCurrent: UncomparedUnit[];
  currencyUnit: '万元';
  measures: ComparisonMeasure[];
}

/** The lines that a comparison is made from. */
interface Sides {
  all: { current: readonly Line[]; prior: readonly Line[] | undefined };
  /** Of those whom both years know; nothing where there is nobody. */
  comparable: { current: readonly Line[]; prior: readonly Line[] } | undefined;
  /** Whether somebody is known in one of the years alone. */
  isPartial: boolean;
  input: ReportInput;
  priorYear: number;
}

/** A year beside the one before it. Without a prior year, or a unit in it, its figures are unknown, which is not zero. */
export function comparison(current: ReportInput, prior: ReportInput | undefined): Comparison {
  assertOwnLines(current);
  if (prior !== undefined) assertOwnLines(prior);
  const priorYear = prior?.fiscalYear ?? current.fiscalYear - 1;
  const compared = prior === undefined ? undefined : likeForLike(current, prior);
  const { newUnits = [], endedUnits = [] } = compared ?? {};
  const sides: Sides = {
    all: { current: linesOf(current), prior: prior === undefined ? undefined : linesOf(prior) },
    comparable: compared === undefined || compared.prior.length + compared.current.length === 0 ? undefined : compared,
    isPartial: newUnits.length + endedUnits.length > 0,
    input: current,
    priorYear,
  };
  return {
    level: current.subject.level,
    unit: { code: current.subject.code, name: current.subject.name },
    year: current.fiscalYear,
    priorYear,
    unitsWithoutPrior: newUnits.map((budget) => uncompared(budget, current)),
    unitsWithoutCurrent: endedUnits.map((budget) => uncompared(budget, current)),
    currencyUnit: '万元',
    measures: COMPARISON_MEASURES.flatMap((rule) => measuresOf(rule, sides)),
  };
}

function uncompared({ unit: { code, name }, lines }: UnitBudget, { measure, profile }: ReportInput): UncomparedUnit {
  return { code, name, amount: inWan(takenBy(everything, lines, measure), profile.rounding) };
}

/** What a measure comes to on both sides, of everybody and of those whom both years know. */
interface Compared {
  all: ExactPair;
  comparable: { current: Fen; prior: Fen } | undefined;
}

function measuresOf(rule: MeasureRule, sides: Sides): ComparisonMeasure[] {
  switch (rule.kind) {
    case 'named':
      return [measured(rule.measure, rule.measure, comparedBy(rule.takes, sides), sides, rule.wording)];
    case 'optional': {
      const compared = comparedBy(rule.takes, sides);
      return hasMoney(compared) ? [measured(rule.measure, rule.measure, compared, sides)] : [];
    }
    case 'fund':
      return fundMeasures(rule, sides);
    case 'classes':
      return classesOf(rule, sides).flatMap((code) => {
        const compared = comparedBy((line) => rule.within(line) && rule.classOf(line) === code, sides);
        const name = codeName(sides.input.chart, rule.chart, sides.input.fiscalYear, code);
        return hasMoney(compared) ? [measured(`${rule.prefix}/${code}`, name, compared, sides)] : [];
      });
  }
}

function fundMeasures({ measure, source, fund }: FundMeasure, sides: Sides): ComparisonMeasure[] {
  const own = comparedBy(ownYearFrom(source), sides);
  const none: Wording = { kind: 'none-of', fund };
  const lines = [...sides.all.current, ...(sides.all.prior ?? [])].filter(from(source)).filter(carriedOver);
  if (lines.every((line) => measureOf(line, sides.input.measure) === 0n))
    return [measured(measure, measure, own, sides, none)];
  const ofYear = measured(measure, measure, own, sides);
  const { self } = wordsOf(sides.input);
  const words = own.all.current === 0n ? `${self}本年没有安排${fund}预算拨款` : ofYear.words;
  const whole = withCarryOver(measure);
  return [{ ...ofYear, words }, measured(whole, whole, comparedBy(from(source), sides), sides, none)];
}

function classesOf({ within, classOf }: MeasureFamily, { all }: Sides): string[] {
  const lines = [...all.current, ...(all.prior ?? [])];
  return [...new Set(lines.filter(within).map(classOf))].sort();
}

function comparedBy(takes: LineFilter, { all, comparable, input: { measure } }: Sides): Compared {
  const sum = (lines: readonly Line[]): Fen => takenBy(takes, lines, measure);
  return {
    all: { current: sum(all.current), prior: all.prior === undefined ? undefined : sum(all.prior) },
    comparable:
      comparable === undefined ? undefined : { current: sum(comparable.current), prior: sum(comparable.prior) },
  };
}

function hasMoney({ all, comparable }: Compared): boolean {
  return [all.current, all.prior, comparable?.current, comparable?.prior].some(
    (fen) => fen !== undefined && fen !== 0n,
  );
}

function measured(
  measure: string,
  name: string,
  { all, comparable }: Compared,
  { priorYear, isPartial, input }: Sides,
  wording: Wording = { kind: 'change' },
): ComparisonMeasure {
  const change = comparable === undefined ? undefined : comparable.current - comparable.prior;
  const { rounding } = input.profile;
  const known = (fen: Fen | undefined): string | null => (fen === undefined ? null : inWan(fen, rounding));
  return {
    measure,
    name,
    current: inWan(all.current, rounding),
    prior: known(all.prior),
    comparableCurrent: known(comparable?.current),
    comparablePrior: known(comparable?.prior),
    change: known(change),
    ratio:
      change === undefined || comparable === undefined || comparable.prior === 0n
        ? null
        : `${percentOf(change, comparable.prior, rounding)}%`,
    words: changeWords({ all, comparable, isPartial }, priorYear, wording, { ...wordsOf(input), rounding }),
  };
}
