import type { Fen } from '#domain';
import { Decimal } from 'decimal.js';

/** So many digits that no quotient of budgets is rounded before it is rounded to the places that are printed. */
const Exact = Decimal.clone({ precision: 100 });
const FEN_PER_WAN = 1_000_000;

/** How figures are rounded, once each and from the exact sum. */
export interface Rounding {
  places: number;
  /**
   * What becomes of a half. `half-up` means away from zero for a negative amount, so that a cut of an amount prints as the same figure as
   * the amount; `half-even` goes to the even neighbour.
   */
  mode: 'half-up' | 'half-even';
}

const MODES: Readonly<Record<Rounding['mode'], Decimal.Rounding>> = {
  'half-up': Decimal.ROUND_HALF_UP,
  'half-even': Decimal.ROUND_HALF_EVEN,
};

/** An exact sum in 万元, which is what budgets are published in everywhere. */
export function inWan(fen: Fen, rounding: Rounding): string {
  return rounded(new Exact(fen.toString()).div(FEN_PER_WAN), rounding);
}

/** A table's cell: blank where there is no money at all, and 0.00 where there is some that rounds to nothing. */
export function wanCell(fen: Fen, rounding: Rounding): string {
  return fen === 0n ? '' : inWan(fen, rounding);
}

/** `part` in percent of `whole`, which must not be zero, without the sign %. */
export function percentOf(part: Fen, whole: Fen, rounding: Rounding): string {
  return rounded(new Exact(part.toString()).times(100).div(whole.toString()), rounding);
}

/** Whether a figure shows nothing: there may be money all the same that rounds to it. */
export function showsNothing(figure: string): boolean {
  return new Exact(figure).isZero();
}

/** The smallest figure above nothing: 0.01. */
export function smallestFigure({ places }: Rounding): string {
  return new Exact(10).pow(-places).toFixed();
}

/** A figure as sentences write it: without its sign and without trailing zeros (487.9, 71). */
export function inWords(figure: string): string {
  return new Exact(figure).abs().toFixed();
}

function rounded(value: Decimal, { places, mode }: Rounding): string {
  const figure = value.toFixed(places, MODES[mode]);
  // A negative zero is a figure that no budget prints.
  return showsNothing(figure) ? figure.replace('-', '') : figure;
}
