import { availableOf, currentOf, type Fen, type Line } from '#domain';

import { YEAR_SUMS } from './tables';

/** What the lines of a place's year come to. */
export type Totals = Record<keyof typeof YEAR_SUMS, Fen>;

export const TOTAL_NAMES = Object.keys(YEAR_SUMS) as (keyof Totals)[];

export function noTotals(): Totals {
  return { original: 0n, current: 0n, available: 0n, paid: 0n, refunded: 0n, frozen: 0n };
}

/** Adds a line to totals, or takes it away with the sign of minus one. */
export function addLine(totals: Totals, line: Line, sign = 1n): void {
  const { original, paid, refunded, frozen } = line;
  const amounts: Totals = { original, current: currentOf(line), available: availableOf(line), paid, refunded, frozen };
  for (const name of TOTAL_NAMES) totals[name] += sign * amounts[name];
}

/** Totals by the spelling of each amount. */
export function spelled<To>(
  totals: Readonly<Record<keyof Totals, Fen>>,
  spell: (fen: Fen) => To,
): Record<keyof Totals, To> {
  const { original, current, available, paid, refunded, frozen } = totals;
  return {
    original: spell(original),
    current: spell(current),
    available: spell(available),
    paid: spell(paid),
    refunded: spell(refunded),
    frozen: spell(frozen),
  };
}
