/** Decimal digits of one digit of Postgres, which counts to the base of ten thousand. */
const WIDTH = 4;
/** numeric(30, 2) */
const MOST_WHOLE = 28;
const POSITIVE = 0x0000;
const NEGATIVE = 0x4000;
const PLACES = 2;
const ZERO = 48;

/**
 * Writes an amount with two places, such as `-1234.50`, as numeric_recv of PostgreSQL reads it: how many digits, the weight of the first,
 * sign, places, digits. Digits that are zero are left out at both ends, as in what is stored. Answers where it ends; undefined for what
 * is no such amount or has more digits than numeric(30, 2).
 */
export function writeNumeric(bytes: Buffer, at: number, amount: string): number | undefined {
  const isNegative = amount.charCodeAt(0) === 45;
  let first = isNegative ? 1 : 0;
  const point = amount.length - PLACES - 1;
  if (point <= first || amount.charCodeAt(point) !== 46) return undefined;
  while (first < point - 1 && amount.charCodeAt(first) === ZERO) first += 1;
  const whole = point - first;
  if (whole > MOST_WHOLE) return undefined;
  let weight = Math.ceil(whole / WIDTH) - 1;
  let end = at + 8;
  let last = end;
  // The first digit takes what is left over, so that the others end at the point.
  for (let from = first, to = point - weight * WIDTH; to <= point; from = to, to += WIDTH) {
    const digit = decimal(amount, from, to);
    if (digit < 0) return undefined;
    if (digit === 0 && end === at + 8) weight -= 1;
    else end = bytes.writeInt16BE(digit, end);
    if (digit !== 0) last = end;
  }
  const places = decimal(amount, point + 1, amount.length) * 100;
  if (places < 0) return undefined;
  if (places !== 0) last = bytes.writeInt16BE(places, end);
  const count = (last - at - 8) / 2;
  bytes.writeInt16BE(count, at);
  bytes.writeInt16BE(count === 0 ? 0 : weight, at + 2);
  bytes.writeUInt16BE(isNegative && count > 0 ? NEGATIVE : POSITIVE, at + 4);
  bytes.writeInt16BE(PLACES, at + 6);
  return last;
}

/** Below zero where there is anything but digits. */
function decimal(text: string, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index += 1) {
    const digit = text.charCodeAt(index) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}
