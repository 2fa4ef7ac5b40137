import type { Fen } from '#domain';
import { Decimal } from 'decimal.js';

/** So many digits that no quotient of budgets is rounded before it is rounded to two places. */
const Exact = Decimal.clone({ precision: 100 });
const FEN_PER_WAN = 1_000_000;

/**
 * An exact sum in 万元 with two places, rounded once: half up, which for a negative amount means away from zero, so that a cut
 * of an amount prints as the same figure as the amount.
 */
export function inWan(fen: Fen): string {
  return twoPlaces(new Exact(fen.toString()).div(FEN_PER_WAN));
}

/** A table's cell: blank where there is no money at all, and 0.00 where there is some that rounds to nothing. */
export function wanCell(fen: Fen): string {
  return fen === 0n ? '' : inWan(fen);
}

/** `part` in percent of `whole`, which must not be zero, with two places and without the sign %. */
export function percentOf(part: Fen, whole: Fen): string {
  return twoPlaces(new Exact(part.toString()).times(100).div(whole.toString()));
}

/** A figure as sentences write it: without its sign and without trailing zeros (487.9, 71). */
export function inWords(figure: string): string {
  return new Exact(figure).abs().toFixed();
}

function twoPlaces(value: Decimal): string {
  const rounded = value.toFixed(2, Decimal.ROUND_HALF_UP);
  // A negative zero is a figure that no budget prints.
  return rounded === '-0.00' ? '0.00' : rounded;
}
