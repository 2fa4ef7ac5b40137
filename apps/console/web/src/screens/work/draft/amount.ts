import type { Both } from '../forms/form';

/** An amount as people type it, or why it cannot be read. */
export type AmountRead = { yuan: string } | { fault: Both };

const UNITS: Readonly<Record<string, number>> = { 万: 4, 亿: 8 };
const MOST_DIGITS = 15;
const GROUPED = /^\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;

/** Reads `1,234.50`, `１２３４`, `¥ 12 元`, `3.5万` to yuan with two places. No digit is ever guessed: what is not clear is refused. */
export function readAmount(typed: string, mayBeZero: boolean): AmountRead {
  const text = typed
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/^[¥￥]/, '')
    .replace(/元$/, '');
  const unit = /[万亿]$/.exec(text)?.[0] ?? '';
  const written = unit === '' ? text : text.slice(0, -1);
  if (/^[-−(]/.test(written))
    return fault('金额应为正数；减少请用“追减”', 'must be positive; what lowers a budget is a cut');
  const digits = GROUPED.test(written) ? written.replaceAll(',', '') : written;
  const [, whole = '', fraction = ''] = /^(\d+)(?:\.(\d*))?$/.exec(digits) ?? [];
  if (whole === '') return fault('应为金额，如 1,234.50 或 3.5万', 'must be an amount such as 1,234.50 or 3.5万');
  const places = UNITS[unit] ?? 0;
  const shifted = fraction.padEnd(places, '0');
  const yuan = `${whole}${shifted.slice(0, places)}`.replace(/^0+(?=\d)/, '');
  const cents = shifted.slice(places).replace(/0+$/, '');
  if (cents.length > 2) return fault('最多到分（两位小数）', 'at most two places');
  if (yuan.length > MOST_DIGITS) return fault('金额过大（至多十五位整数）', 'at most 15 digits');
  const read = `${yuan}.${cents.padEnd(2, '0')}`;
  if (!mayBeZero && read === '0.00') return fault('应大于零', 'must be more than zero');
  return { yuan: read };
}

function fault(zh: string, en: string): AmountRead {
  return { fault: { zh, en } };
}
