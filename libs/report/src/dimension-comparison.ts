import { type Fen, type Grouping, groupKeyOf, type Line, type Measure, MEASURES, yuanOf } from '#domain';

import { codeName } from './code-name';
import { APPROPRIATION_ITEMS, OTHER_INCOME_ITEMS } from './income-items';
import { type LikeForLike, likeForLike } from './like-for-like';
import { everything } from './line-filter';
import { linesOf, type ReportInput, type UnitBudget } from './report-input';
import { takenBy } from './taken';
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

interface ComparedRow {
  /** `both` is of the units that both sides know; a unit that only one of them knows is a row of its own, under its code. */
  of: 'both' | 'new-unit' | 'ended-unit';
  key: string;
  name: string;
  measures: ComparedMeasures;
}

/** The rows add up to the total of either side, and those of `both` to `comparable`. */
export interface DimensionComparison {
  rows: ComparedRow[];
  /** Of the units that both sides know. */
  comparable: ComparedMeasures;
  /** Of everybody: its change is that of `comparable`, for nobody knows another. */
  total: ComparedMeasures;
  newUnits: readonly UnitBudget[];
  endedUnits: readonly UnitBudget[];
  /** Whose events a change can be owed to; nothing where everybody's. */
  comparedUnits: readonly string[] | undefined;
}

/** Compares two states by a dimension. Rows stand in the order of their keys, and only where a line stands on either side. */
export function compareBy(
  dimension: Grouping,
  current: ReportInput,
  prior: ReportInput | undefined,
): DimensionComparison {
  const compared = prior === undefined ? undefined : likeForLike(current, prior);
  const { rounding } = current.profile;
  const { newUnits = [], endedUnits = [], comparedUnits } = compared ?? {};
  const lines = sidesOf(current, compared);
  const comparable = sumsOf(lines.current, lines.prior);
  const total = sumsOf(linesOf(current), prior === undefined ? undefined : linesOf(prior), comparable);
  const ofCurrent = linesBy(dimension, lines.current);
  const ofPrior = linesBy(dimension, lines.prior ?? []);
  const keys = [...new Set([...ofCurrent.keys(), ...ofPrior.keys()])].sort();
  const row = (of: ComparedRow['of'], key: string, name: string, sums: Sums): ComparedRow => {
    return { of, key, name, measures: comparedTo(total, sums, rounding) };
  };
  return {
    rows: [
      ...keys.map((key) => {
        const before = lines.prior === undefined ? undefined : (ofPrior.get(key) ?? []);
        return row('both', key, nameOf(dimension, key, current, prior), sumsOf(ofCurrent.get(key) ?? [], before));
      }),
      ...newUnits.map(({ unit, lines: own }) => row('new-unit', unit.code, unit.name, sumsOf(own, undefined))),
      ...endedUnits.map(({ unit, lines: own }) => row('ended-unit', unit.code, unit.name, sumsOf(undefined, own))),
    ],
    comparable: comparedTo(total, comparable, rounding),
    total: comparedTo(total, total, rounding),
    newUnits,
    endedUnits,
    comparedUnits,
  };
}

/** Without anybody whom both sides know, nothing is known before. */
function sidesOf(
  current: ReportInput,
  compared: LikeForLike | undefined,
): { current: readonly Line[]; prior?: readonly Line[] } {
  if (compared === undefined) return { current: linesOf(current) };
  const isNobody = compared.current.length + compared.prior.length === 0;
  return isNobody ? { current: [] } : { current: compared.current, prior: compared.prior };
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

/** A change has sides of its own where those of the sums are of more than can be compared. */
interface Sides {
  current: Fen | undefined;
  prior: Fen | undefined;
  change: { from: Fen; fen: Fen } | undefined;
}
type Sums = Record<Measure, Sides>;

function sumsOf(current: readonly Line[] | undefined, prior: readonly Line[] | undefined, changes?: Sums): Sums {
  const pairs = MEASURES.map((measure): [Measure, Sides] => {
    const sum = (lines: readonly Line[] | undefined): Fen | undefined =>
      lines === undefined ? undefined : takenBy(everything, lines, measure);
    const [now, before] = [sum(current), sum(prior)];
    const own = now === undefined || before === undefined ? undefined : { from: before, fen: now - before };
    return [measure, { current: now, prior: before, change: changes === undefined ? own : changes[measure].change }];
  });
  return Object.fromEntries(pairs) as Sums;
}

function comparedTo(total: Sums, sums: Sums, rounding: Rounding): ComparedMeasures {
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
