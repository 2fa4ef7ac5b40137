/** In which unit money is shown. */
export type MoneyUnit = 'wan' | 'yuan';

const MINUS = '\u2212';

/** An amount in yuan, `-1234.50`, with its thousands apart and a true minus sign: `−1,234.50`. The digits are never computed with as floats. */
export function asYuan(amountYuan: string): string {
  const [, sign = '', whole = '', rest = ''] = /^(-?)(\d+)(\.\d+)?$/.exec(amountYuan) ?? [];
  if (whole === '') return amountYuan;
  return `${sign === '' ? '' : MINUS}${grouped(whole)}${rest}`;
}

/** An amount in yuan as 万元 with two places, rounded half away from zero as the statutory tables do. */
export function asTenThousand(amountYuan: string): string {
  const fen = fenOf(amountYuan);
  const size = fen < 0n ? -fen : fen;
  const hundredths = (size + 5_000n) / 10_000n;
  const text = `${grouped(String(hundredths / 100n))}.${String(hundredths % 100n).padStart(2, '0')}`;
  return fen < 0n && hundredths !== 0n ? MINUS + text : text;
}

export function asMoney(amountYuan: string, unit: MoneyUnit): string {
  return unit === 'yuan' ? asYuan(amountYuan) : asTenThousand(amountYuan);
}

/** With its sign, for a change: `+12.00`, `−3.50`, `0.00`. */
export function asChange(amountYuan: string, unit: MoneyUnit): string {
  const text = asMoney(amountYuan, unit);
  return fenOf(amountYuan) > 0n ? `+${text}` : text;
}

/** What a table prints, `-1234.56`, with its thousands apart; text that is no number stays. */
export function grouping(printed: string): string {
  return /^-?\d+(\.\d+)?$/.test(printed) ? asYuan(printed) : printed;
}

/** The fen of an amount in yuan with at most two places. */
export function fenOf(amountYuan: string): bigint {
  const [, sign = '', whole = '0', places = ''] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(amountYuan) ?? [];
  const fen = BigInt(whole) * 100n + BigInt(places.padEnd(2, '0'));
  return sign === '-' ? -fen : fen;
}

/** An amount in yuan with two places. */
export function yuanOf(fen: bigint): string {
  const size = fen < 0n ? -fen : fen;
  return `${fen < 0n ? '-' : ''}${size / 100n}.${String(size % 100n).padStart(2, '0')}`;
}

/** 支出数: what has been paid less what came back. */
export function paidOf({ paidYuan, refundedYuan }: { paidYuan: string; refundedYuan: string }): string {
  return yuanOf(fenOf(paidYuan) - fenOf(refundedYuan));
}

/** A part of a whole between 0 and 1, for the length of a bar. */
export function shareOf(partYuan: string, wholeYuan: string): number {
  const whole = fenOf(wholeYuan);
  if (whole <= 0n) return 0;
  const share = Number((fenOf(partYuan) * 10_000n) / whole) / 10_000;
  return Math.min(Math.max(share, 0), 1);
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}
