import type { Fen } from '#domain';

import type { Wording } from './comparison-measures';
import type { LevelWords } from './level-words';
import { inWan, inWords, percentOf } from './wan';

/** Both years of a measure, exact. A prior year that is unknown is not a prior year of zero. */
export interface ExactPair {
  current: Fen;
  prior: Fen | undefined;
}

const UNCHANGED = '与上年安排保持一致';
const UNKNOWN = '上年数未知，无法比较';
const SMALLEST_FIGURE = '0.01';

/** The change of a measure as the explanation says it. */
export function changeWords(
  { current, prior }: ExactPair,
  priorYear: number,
  wording: Wording,
  { self }: LevelWords,
): string {
  if (wording.kind === 'none-of' && current === 0n) {
    const none = `${self}没有使用${wording.fund}预算拨款安排的支出`;
    return prior === undefined || prior === 0n ? none : `${none}，${amountWords('较上年预算安排', -prior)}`;
  }
  if (prior === undefined) return UNKNOWN;
  const change = current - prior;
  if (change === 0n) return UNCHANGED;
  if (wording.kind !== 'change-and-ratio') return amountWords('较上年预算安排', change);
  return amountWords(`比 ${priorYear} 年预算`, change) + ratioWords(change, prior);
}

/** A change that rounds to 0.00 is still a change, so the sentence says less than the smallest figure and not none. */
function amountWords(than: string, change: Fen): string {
  const figure = inWan(change);
  const amount = figure === '0.00' ? `不足 ${SMALLEST_FIGURE}` : ` ${inWords(figure)}`;
  return `${than}${change > 0n ? '增加' : '减少'}${amount} 万元`;
}

/** Nothing can be said in percent of zero. */
function ratioWords(change: Fen, prior: Fen): string {
  if (prior === 0n) return '';
  const ratio = percentOf(change, prior);
  const amount = ratio === '0.00' ? `不足 ${SMALLEST_FIGURE}` : ` ${inWords(ratio)}`;
  return `，${change > 0n ? '增长' : '下降'}${amount}%`;
}
