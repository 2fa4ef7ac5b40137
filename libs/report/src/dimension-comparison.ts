import { type Fen, type Grouping, groupKeyOf, type Line, type Measure, measureOf, MEASURES, yuanOf } from '#domain';

import { codeName } from './code-name';
import { APPROPRIATION_ITEMS, OTHER_INCOME_ITEMS } from './income-items';
import { likeForLike } from './like-for-like';
import { linesOf, type ReportInput, type UnitBudget } from './report-input';
import { percentOf, type Rounding } from './wan';

/** One measure of both sides, exact. Null is unknown, which is not zero; a ratio to zero is null as well, and then the prior figure says why. */
export interface ComparedMeasure {
  currentYuan: string | null;
  priorYuan: string | null;
  changeYuan: string | null;
  ratio: string | null;
  /** Of the total of its own side; null where that is zero or unknown. */
  share: string | null;
  priorShare: string | null;
}

/** Whose lines a row compares. */
export const COMPARED_NAMES: Readonly<Record<ComparedRow['of'], string>> = {
  both: '两边都有的单位',
  'new-unit': '新单位，另一边没有',
  'ended-unit': '只有另一边有的单位',
};

type ComparedMeasures = Record<Measure, ComparedMeasure>;

export interface ComparedRow {
  /** `both` is of the units that both sides know; a unit that only one of them knows is a row of its own, under its code. */
  of: 'both' | 'new-unit' | 'ended-unit';
  key: string;
  name: string;
  sides: Sides;
}

/** The rows add up to the total of either side, and those of `both` to `comparable`. */
export interface DimensionComparison {
  rows: ComparedRow[];
  /** Of the units that both sides know. */
  comparable: Sides;
  /** Of everybody: its change is that of `comparable`, for nobody knows another. */
  total: Sides;
  newUnits: readonly UnitBudget[];
  endedUnits: readonly UnitBudget[];
  /** Whose events a change can be owed to; nothing where everybody's. */
  comparedUnits: readonly string[] | undefined;
  /** Figures and ratios of any of these, which are many: whoever shows some of them asks for those. */
  measuresOf: (sides: Sides) => ComparedMeasures;
}

/**
 * Compares two states by a dimension. Rows stand in the order of their keys, and only where a line stands on either side. Each line is
 * looked at once.
 */
export function compareBy(
  dimension: Grouping,
  current: ReportInput,
  prior: ReportInput | undefined,
): DimensionComparison {
  const compared = prior === undefined ? undefined : likeForLike(current, prior);
  const { newUnits = [], endedUnits = [], comparedUnits } = compared ?? {};
  // Without anybody whom both sides know, nothing is known before.
  const hasBefore = compared?.hasBoth === true;
  const ofCurrent = sumsBy(dimension, compared?.current ?? linesOf(current));
  const ofPrior = sumsBy(dimension, hasBefore ? compared.prior : []);
  const comparable = sidesOf(ofCurrent.total, hasBefore ? ofPrior.total : undefined);
  const total = sidesOf(sumsOf(linesOf(current)), prior === undefined ? undefined : sumsOf(linesOf(prior)), comparable);
  const nameOf = classNames(dimension, current, prior);
  const keys = [...new Set([...ofCurrent.byKey.keys(), ...ofPrior.byKey.keys()])].sort();
  return {
    rows: [
      ...keys.map((key): ComparedRow => {
        const before = hasBefore ? (ofPrior.byKey.get(key) ?? NO_SUMS) : undefined;
        return { of: 'both', key, name: nameOf(key), sides: sidesOf(ofCurrent.byKey.get(key) ?? NO_SUMS, before) };
      }),
      ...newUnits.map((budget) => uncomparedRow('new-unit', budget, sidesOf(sumsOf(budget.lines), undefined))),
      ...endedUnits.map((budget) => uncomparedRow('ended-unit', budget, sidesOf(undefined, sumsOf(budget.lines)))),
    ],
    comparable,
    total,
    newUnits,
    endedUnits,
    comparedUnits,
    measuresOf: (sides) => comparedTo(total, sides, current.profile.rounding),
  };
}

function uncomparedRow(of: ComparedRow['of'], { unit: { code, name } }: UnitBudget, sides: Sides): ComparedRow {
  return { of, key: code, name, sides };
}

/** What lines come to, in the order of MEASURES. */
type MeasureSums = readonly Fen[];
const NO_SUMS: MeasureSums = MEASURES.map(() => 0n);

function sumsBy(
  dimension: Grouping,
  lines: readonly Line[],
): { byKey: ReadonlyMap<string, MeasureSums>; total: MeasureSums } {
  const byKey = new Map<string, Fen[]>();
  const total = [...NO_SUMS];
  for (const line of lines) {
    const key = groupKeyOf(dimension, line);
    let sums = byKey.get(key);
    if (sums === undefined) byKey.set(key, (sums = [...NO_SUMS]));
    addTo([sums, total], line);
  }
  return { byKey, total };
}

function sumsOf(lines: readonly Line[]): MeasureSums {
  const sums = [...NO_SUMS];
  for (const line of lines) addTo([sums], line);
  return sums;
}

function addTo(all: readonly Fen[][], line: Line): void {
  for (const [index, measure] of MEASURES.entries()) {
    const value = measureOf(line, measure);
    if (value !== 0n) for (const sums of all) sums[index] = (sums[index] ?? 0n) + value;
  }
}

/** A change has sides of its own where those of the sums are of more than can be compared. */
interface Side {
  current: Fen | undefined;
  prior: Fen | undefined;
  change: { from: Fen; fen: Fen } | undefined;
}
type Sides = Record<Measure, Side>;

function sidesOf(current: MeasureSums | undefined, prior: MeasureSums | undefined, changes?: Sides): Sides {
  const pairs = MEASURES.map((measure, index): [Measure, Side] => {
    const [now, before] = [current?.[index], prior?.[index]];
    const own = now === undefined || before === undefined ? undefined : { from: before, fen: now - before };
    return [measure, { current: now, prior: before, change: changes === undefined ? own : changes[measure].change }];
  });
  return Object.fromEntries(pairs) as Sides;
}

function comparedTo(total: Sides, sums: Sides, rounding: Rounding): ComparedMeasures {
  const yuan = (fen: Fen | undefined): string | null => (fen === undefined ? null : yuanOf(fen));
  const measures = MEASURES.map((measure): [Measure, ComparedMeasure] => {
    const { current, prior, change } = sums[measure];
    return [
      measure,
      {
        currentYuan: yuan(current),
        priorYuan: yuan(prior),
        changeYuan: yuan(change?.fen),
        ratio: change === undefined ? null : percent(change.fen, change.from, rounding),
        share: percent(current, total[measure].current, rounding),
        priorShare: percent(prior, total[measure].prior, rounding),
      },
    ];
  });
  return Object.fromEntries(measures) as ComparedMeasures;
}

/** Nothing can be said in percent of zero, or of what is unknown. */
function percent(part: Fen | undefined, whole: Fen | undefined, rounding: Rounding): string | null {
  if (part === undefined || whole === undefined || whole === 0n) return null;
  return `${percentOf(part, whole, rounding)}%`;
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

/** What the keys of a dimension are called; a code is named as the current year's list names it. */
export function classNames(
  dimension: Grouping,
  current: ReportInput,
  prior: ReportInput | undefined,
): (key: string) => string {
  switch (dimension) {
    case 'source':
      return (key) => SOURCE_NAMES.get(key) ?? key;
    case 'category':
      return (key) => CATEGORY_NAMES.get(key) ?? key;
    case 'project':
      return (key) => (key === '' ? '非项目' : key);
    case 'unit': {
      // The later of two entries of a map counts, and the current name does.
      const units = [...(prior?.units ?? []), ...current.units];
      const names = new Map(units.map(({ unit }) => [unit.code, unit.name]));
      return (key) => names.get(key) ?? key;
    }
    case 'function-class':
    case 'function-group':
    case 'function':
      return (key) => codeName(current.chart, 'function', current.fiscalYear, key);
    case 'economic-class':
    case 'economic':
      return (key) => codeName(current.chart, 'economic', current.fiscalYear, key);
  }
}
