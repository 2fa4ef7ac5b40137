import { type Fen, type Line, measureOf } from '#domain';

import { changeWords, type ExactPair } from './change-words';
import { codeName } from './code-name';
import { COMPARISON_MEASURES, type FundMeasure, withCarryOver, type Wording } from './comparison-measures';
import { type BothSums, RuleSums } from './comparison-sums';
import { type LikeForLike, likeForLike } from './like-for-like';
import { everything } from './line-filter';
import { assertOwnLines, type ReportInput, type UnitBudget, wordsOf } from './report-input';
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

/** What a comparison is made from. */
interface Sides {
  /** Whether anybody is known before, and anybody in both years. */
  hasPrior: boolean;
  hasComparable: boolean;
  /** Whether somebody is known in one of the years alone. */
  isPartial: boolean;
  input: ReportInput;
  priorYear: number;
}

const made = new WeakMap<ReportInput, { prior: ReportInput | undefined; comparison: Comparison }>();

/**
 * A year beside the one before it. Without a prior year, or a unit in it, its figures are unknown, which is not zero. What is made of the same
 * two again is there already.
 */
export function comparison(current: ReportInput, prior: ReportInput | undefined): Comparison {
  const known = made.get(current);
  if (known !== undefined && known.prior === prior) return known.comparison;
  const compared = compare(current, prior);
  made.set(current, { prior, comparison: compared });
  return compared;
}

function compare(current: ReportInput, prior: ReportInput | undefined): Comparison {
  assertOwnLines(current);
  if (prior !== undefined) assertOwnLines(prior);
  const priorYear = prior?.fiscalYear ?? current.fiscalYear - 1;
  const compared = prior === undefined ? undefined : likeForLike(current, prior);
  const { newUnits = [], endedUnits = [] } = compared ?? {};
  const sides: Sides = {
    hasPrior: prior !== undefined,
    hasComparable: compared !== undefined && compared.prior.length + compared.current.length > 0,
    isPartial: newUnits.length + endedUnits.length > 0,
    input: current,
    priorYear,
  };
  const sums = COMPARISON_MEASURES.map((rule) => new RuleSums(rule));
  addLines(sums, 'current', current, compared);
  if (prior !== undefined) addLines(sums, 'prior', prior, compared);
  return {
    level: current.subject.level,
    unit: { code: current.subject.code, name: current.subject.name },
    year: current.fiscalYear,
    priorYear,
    unitsWithoutPrior: newUnits.map((budget) => uncompared(budget, current)),
    unitsWithoutCurrent: endedUnits.map((budget) => uncompared(budget, current)),
    currencyUnit: '万元',
    measures: sums.flatMap((each) => measuresOf(each, sides)),
  };
}

function uncompared({ unit: { code, name }, lines }: UnitBudget, { measure, profile }: ReportInput): UncomparedUnit {
  return { code, name, amount: inWan(takenBy(everything, lines, measure), profile.rounding) };
}

/**
 * Rules look at kinds of lines: a division's thousands of lines are of some hundred kinds, which are summed up first, and each rule looks at
 * each of these once. What comes to nothing adds nothing to any.
 */
function addLines(
  sums: readonly RuleSums[],
  side: 'current' | 'prior',
  { units, measure }: ReportInput,
  compared: LikeForLike | undefined,
): void {
  const comparedUnits = compared?.comparedUnits === undefined ? undefined : new Set(compared.comparedUnits);
  const kinds = new Map<string, { line: Line; value: Fen; isCompared: boolean }>();
  for (const { unit, lines } of units) {
    const isCompared = compared !== undefined && (comparedUnits === undefined || comparedUnits.has(unit.code));
    for (const line of lines) {
      const value = measureOf(line, measure);
      if (value === 0n) continue;
      const key = `${isCompared}|${kindOf(line)}`;
      const kind = kinds.get(key);
      if (kind === undefined) kinds.set(key, { line, value, isCompared });
      else kind.value += value;
    }
  }
  for (const { line, value, isCompared } of kinds.values()) {
    for (const rule of sums) rule.add(line, value, side, isCompared);
  }
}

/** All that a rule may look at: of a line's function and economic item their classes and single items, and never whose it is. */
function kindOf({ source, category, function: functional, economic, originYear, procurement }: Line): string {
  return `${source}|${category}|${functional.slice(0, 3)}|${economic}|${originYear ?? ''}|${procurement ?? ''}`;
}

/** What a measure comes to on both sides, of everybody and of those whom both years know. */
interface Compared {
  all: ExactPair;
  comparable: { current: Fen; prior: Fen } | undefined;
}

function measuresOf({ rule, own, whole, hasCarriedOver, classes }: RuleSums, sides: Sides): ComparisonMeasure[] {
  const compared = comparedOf(own, sides);
  switch (rule.kind) {
    case 'named':
      return [measured(rule.measure, rule.measure, compared, sides, rule.wording)];
    case 'optional':
      return hasMoney(compared) ? [measured(rule.measure, rule.measure, compared, sides)] : [];
    case 'fund':
      return fundMeasures(rule, compared, hasCarriedOver ? comparedOf(whole, sides) : undefined, sides);
    case 'classes':
      return [...classes]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([code, sums]) => {
          const ofClass = comparedOf(sums, sides);
          const name = codeName(sides.input.chart, rule.chart, sides.input.fiscalYear, code);
          return hasMoney(ofClass) ? [measured(`${rule.prefix}/${code}`, name, ofClass, sides)] : [];
        });
  }
}

function fundMeasures(
  { measure, fund }: FundMeasure,
  own: Compared,
  all: Compared | undefined,
  sides: Sides,
): ComparisonMeasure[] {
  const none: Wording = { kind: 'none-of', fund };
  if (all === undefined) return [measured(measure, measure, own, sides, none)];
  const ofYear = measured(measure, measure, own, sides);
  const { self } = wordsOf(sides.input);
  const words = own.all.current === 0n ? `${self}本年没有安排${fund}预算拨款` : ofYear.words;
  const whole = withCarryOver(measure);
  return [{ ...ofYear, words }, measured(whole, whole, all, sides, none)];
}

function comparedOf({ all, comparable }: BothSums, { hasPrior, hasComparable }: Sides): Compared {
  return {
    all: { current: all.current, prior: hasPrior ? all.prior : undefined },
    comparable: hasComparable ? comparable : undefined,
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
