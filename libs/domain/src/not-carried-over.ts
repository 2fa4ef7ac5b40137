import { previewCarryOver } from './carry-over-preview';
import type { NotCarriedOver } from './events';
import { sumFen, yuanOf } from './money';
import { linesOfYear, type State } from './state';

/** What a year that is closed keeps, since nobody has carried it over; undefined where nothing is left. */
export function notCarriedOver(state: State, fiscalYear: number): NotCarriedOver | undefined {
  const left = previewCarryOver(fiscalYear, linesOfYear(state, fiscalYear));
  if (left.length === 0) return undefined;
  return {
    units: new Set(left.map(({ line }) => line.unit)).size,
    lines: left.length,
    leftYuan: yuanOf(sumFen(left.map(({ leftFen }) => leftFen))),
    frozenYuan: yuanOf(sumFen(left.map(({ line }) => line.frozen))),
  };
}

/** The same in words: whoever closes a year by mistake is told what to do. */
export function explainNotCarriedOver({ units, lines, leftYuan, frozenYuan }: NotCarriedOver): {
  zh: string;
  en: string;
} {
  return {
    zh:
      `有 ${units} 个单位（含待下达）的 ${lines} 条明细没有结转：可用余额 ${leftYuan} 元，冻结 ${frozenYuan} 元。` +
      '要结转，先以 ReopenYear 重新打开该年度。',
    en:
      `${lines} lines of ${units} units (the pool counted as one) were not carried over: ${leftYuan} yuan available, ` +
      `${frozenYuan} yuan frozen. ReopenYear opens the year again for it.`,
  };
}
