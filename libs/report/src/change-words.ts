import type { Fen } from '#domain';

import type { Wording } from './comparison-measures';
import type { LevelWords } from './profile-words';
import { inWan, inWords, percentOf, type Rounding, showsNothing, smallestFigure } from './wan';

/** Both years of a measure, exact. A prior year that is unknown is not a prior year of zero. */
export interface ExactPair {
  current: Fen;
  prior: Fen | undefined;
}

/** Of everybody, and of those alone whom both years know: a change is theirs. */
export interface ComparedPair {
  all: ExactPair;
  comparable: { current: Fen; prior: Fen } | undefined;
  /** Whether somebody is known in one of the years alone, so that the two are not the same. */
  isPartial: boolean;
}

const UNCHANGED = '与上年安排保持一致';
const UNKNOWN = '上年数未知，无法比较';
const NOBODY_IN_BOTH = '没有两年都有预算数的单位，无法比较';
/** 同口径: of the units that both years know. */
const LIKE_FOR_LIKE = '同口径';
const ONLY_NEW = '均属上年数未知的单位，不与上年比较';
const ONLY_ENDED = '上年数均属本年没有预算数的单位，不与本年比较';

/** The change of a measure as the explanation says it. */
export function changeWords(
  { all, comparable, isPartial }: ComparedPair,
  priorYear: number,
  wording: Wording,
  { self, rounding }: Pick<LevelWords, 'self'> & { rounding: Rounding },
): string {
  const scope = isPartial ? LIKE_FOR_LIKE : '';
  if (wording.kind === 'none-of' && all.current === 0n) {
    const none = `${self}没有使用${wording.fund}预算拨款安排的支出`;
    if (comparable === undefined || comparable.prior === comparable.current) return none;
    return `${none}，${amountWords(`${scope}较上年预算安排`, comparable.current - comparable.prior, rounding)}`;
  }
  if (all.prior === undefined) return UNKNOWN;
  if (comparable === undefined) return NOBODY_IN_BOTH;
  const change = comparable.current - comparable.prior;
  if (change === 0n) return ofOneYearAlone(all, comparable) ?? scope + UNCHANGED;
  if (wording.kind !== 'change-and-ratio') return amountWords(`${scope}较上年预算安排`, change, rounding);
  return (
    amountWords(`${scope}比 ${priorYear} 年预算`, change, rounding) + ratioWords(change, comparable.prior, rounding)
  );
}

/** Money that stands only with units of one of the years has not changed: nothing is known of it in the other. */
function ofOneYearAlone(all: ExactPair, comparable: { current: Fen; prior: Fen }): string | undefined {
  if (comparable.current !== 0n) return undefined;
  if (all.current !== 0n) return ONLY_NEW;
  return all.prior === 0n ? undefined : ONLY_ENDED;
}

/** A change that rounds to 0.00 is still a change, so the sentence says less than the smallest figure and not none. */
function amountWords(than: string, change: Fen, rounding: Rounding): string {
  const figure = inWan(change, rounding);
  const amount = showsNothing(figure) ? `不足 ${smallestFigure(rounding)}` : ` ${inWords(figure)}`;
  return `${than}${change > 0n ? '增加' : '减少'}${amount} 万元`;
}

/** Nothing can be said in percent of zero. */
function ratioWords(change: Fen, prior: Fen, rounding: Rounding): string {
  if (prior === 0n) return '';
  const ratio = percentOf(change, prior, rounding);
  const amount = showsNothing(ratio) ? `不足 ${smallestFigure(rounding)}` : ` ${inWords(ratio)}`;
  return `，${change > 0n ? '增长' : '下降'}${amount}%`;
}
