import { fenOf, yuanOf } from '../../parts/money';

/** What became of a budget, in yuan. */
export interface Use {
  currentYuan: string;
  paidYuan: string;
  /** Held by freezes and what is under way: what is neither paid nor available. */
  frozenYuan: string;
  availableYuan: string;
}

/** The use of a group of lines by its measures; what is neither paid nor available is held. */
export function useOf(current: string, paid: string, available: string): Use {
  const held = fenOf(current) - fenOf(paid) - fenOf(available);
  return { currentYuan: current, paidYuan: paid, frozenYuan: yuanOf(held), availableYuan: available };
}

/** Whether less than a tenth of a budget is left; of nothing there is nothing left to use. */
export function isNearlyUsedUp({ currentYuan, availableYuan }: Use): boolean {
  const current = fenOf(currentYuan);
  return current > 0n && fenOf(availableYuan) * 10n < current;
}

/** Percent of a whole with one place, rounded down, so that nothing counts as done before it is. */
export function percentOf(partYuan: string, wholeYuan: string): string {
  const whole = fenOf(wholeYuan);
  if (whole <= 0n) return '—';
  const tenths = (fenOf(partYuan) * 1_000n) / whole;
  return `${tenths / 10n}.${tenths % 10n}%`;
}
