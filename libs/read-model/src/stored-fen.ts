import { type Fen, fenOf } from '#domain';

/**
 * An amount as Postgres spells a `numeric(30, 2)`: always with two places. Thousands are read for one report, and most columns of most lines
 * are empty, so that the ways of `fenOf` for what people write are left to whatever is spelled otherwise.
 */
export function storedFen(text: string): Fen {
  if (text === '0.00') return 0n;
  const point = text.length - 3;
  return text[point] === '.' ? BigInt(text.slice(0, point) + text.slice(point + 1)) : fenOf(text);
}
