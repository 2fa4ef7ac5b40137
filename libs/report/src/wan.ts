import type { Fen } from '#domain';

const FEN_PER_WAN = 1_000_000n;

/** How figures are rounded, once each and from the exact sum. */
export interface Rounding {
  places: number;
  /**
   * What becomes of a half. `half-up` means away from zero for a negative amount, so that a cut of an amount prints as the same figure as
   * the amount; `half-even` goes to the even neighbour.
   */
  mode: 'half-up' | 'half-even';
}

/** An exact sum in 万元, which is what budgets are published in everywhere. */
export function inWan(fen: Fen, rounding: Rounding): string {
  return rounded(fen, FEN_PER_WAN, rounding);
}

/** A table's cell: blank where there is no money at all, and 0.00 where there is some that rounds to nothing. */
export function wanCell(fen: Fen, rounding: Rounding): string {
  return fen === 0n ? '' : inWan(fen, rounding);
}

/** `part` in percent of `whole`, which must not be zero, without the sign %. */
export function percentOf(part: Fen, whole: Fen, rounding: Rounding): string {
  return rounded(part * 100n, whole, rounding);
}

/** Whether a figure shows nothing: there may be money all the same that rounds to it. */
export function showsNothing(figure: string): boolean {
  return !/[1-9]/.test(figure);
}

/** The smallest figure above nothing: 0.01. */
export function smallestFigure({ places }: Rounding): string {
  return figureOf(1n, places);
}

/** A figure as sentences write it: without its sign and without trailing zeros (487.9, 71). */
export function inWords(figure: string): string {
  const unsigned = figure.replace('-', '');
  return unsigned.includes('.') ? unsigned.replace(/\.?0+$/, '') : unsigned;
}

/**
 * A quotient in whole numbers alone, which rounds nothing before the end; a division makes thousands of figures at once. A negative zero
 * is a figure that no budget prints.
 */
function rounded(part: bigint, whole: bigint, { places, mode }: Rounding): string {
  const isNegative = part < 0n !== whole < 0n;
  const scaled = sizeOf(part) * 10n ** BigInt(places);
  const divisor = sizeOf(whole);
  const quotient = scaled / divisor;
  const twice = (scaled % divisor) * 2n;
  const isUp = twice === divisor ? mode === 'half-up' || quotient % 2n === 1n : twice > divisor;
  const figure = isUp ? quotient + 1n : quotient;
  return isNegative && figure !== 0n ? `-${figureOf(figure, places)}` : figureOf(figure, places);
}

function sizeOf(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function figureOf(units: bigint, places: number): string {
  const digits = units.toString().padStart(places + 1, '0');
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
