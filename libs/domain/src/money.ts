/**
 * Money inside one fold is an exact integer of 分 (fen, 0.01 yuan); outside it is a decimal string in yuan with two places.
 * Integers make a fold of millions of events cheap and cannot round; docs/adr/0002-money.md records the choice.
 */
export type Fen = bigint;

/**
 * A positive amount: at most two places and fifteen digits in all, without sign, exponent or leading zeros. `.0` and `.00` behind a
 * whole amount count no digits, so that an amount stays acceptable when it is spelled with two places.
 */
export const AMOUNT_PATTERN =
  /^(?!0(?:\.0{1,2})?$)(?:(?=(?:\d\.?){1,15}$)(?:0|[1-9]\d*)(?:\.\d{1,2})?|[1-9]\d{0,14}\.0{1,2})$/;

const YUAN_PATTERN = /^(-?)(\d+)(?:\.(\d{1,2}))?$/;

/** Reads a decimal string in yuan. Throws a RangeError on anything that is not exact to the fen. */
export function fenOf(yuan: string): Fen {
  // Most amounts of most lines.
  if (yuan === '0.00') return 0n;
  const match = YUAN_PATTERN.exec(yuan);
  if (match === null) throw new RangeError(`not an amount in yuan with at most two places: ${yuan}`);
  const [, sign, whole, places = ''] = match;
  const fen = BigInt((whole ?? '') + places.padEnd(2, '0'));
  return sign === '-' ? -fen : fen;
}

/**
 * Spells an amount as events and records do, with two places, whatever it was sent as. It stays a text: what is spelled so already is
 * left as it is.
 */
export function withTwoPlaces(yuan: string): string {
  const [whole = '', places = ''] = yuan.split('.');
  return `${whole}.${places.padEnd(2, '0')}`;
}

/** Writes an amount in yuan with exactly two places, such as "834200.00" or "-0.05". */
export function yuanOf(fen: Fen): string {
  if (fen === 0n) return '0.00';
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

export function sumFen(amounts: Iterable<Fen>): Fen {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
}
