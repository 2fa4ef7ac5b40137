import type { CATEGORIES, PROCUREMENTS, SOURCES } from '#domain';

/** What a cell says, or why it cannot be read: the words that follow the column's name. */
export type CellRead = { ok: true; value: string } | { ok: false; fault: string };

const read = (value: string): CellRead => ({ ok: true, value });
const unreadable = (fault: string): CellRead => ({ ok: false, fault });

/** Of codes, dates and amounts the width of digits and the apostrophe that a spreadsheet puts before text say nothing. */
function plain(cell: string): string {
  return cell.normalize('NFKC').trim().replace(/^'/, '');
}

export function codeIn(cell: string): string {
  return plain(cell).replace(/\s/g, '');
}

export function yearIn(cell: string): CellRead {
  const year = /^(\d{4})(?:年度?)?$/.exec(codeIn(cell))?.[1];
  return year === undefined ? unreadable(`“${cell}”不是年度 is no year`) : read(year);
}

/** `2024-01-05`, `2024/1/5`, `2024.1.5`, `2024年1月5日`. Whether the day exists is for the command's schema to say. */
export function dateIn(cell: string): CellRead {
  const date = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(codeIn(cell));
  if (date === null) return unreadable(`“${cell}”不是日期，应如 2024-01-05 is no date such as 2024-01-05`);
  const [, year = '', month = '', day = ''] = date;
  return read(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
}

const GROUPED = /^\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;

/** An amount in yuan, whatever separates its thousands; `places` is by how many places the column's unit is larger. */
export function amountIn(cell: string, places: 0 | 4): CellRead {
  const written = codeIn(cell).replace(/^[¥￥]/, '');
  if (/^[-(−]/.test(written)) {
    return unreadable(`“${cell}”是负数，减少请用“追减” is negative; what lowers a budget is a cut`);
  }
  const digits = GROUPED.test(written) ? written.replaceAll(',', '') : written;
  const [, whole = '', fraction = ''] = /^(\d+)(?:\.(\d*))?$/.exec(digits) ?? [];
  if (whole === '') return unreadable(`“${cell}”不是金额，应如 1000.00 或 1,000.00 is no amount such as 1000.00`);
  // A plain amount stays as it was written, as its command's schema reads it.
  if (places === 0 && !digits.endsWith('.')) return read(digits);
  const shifted = fraction.padEnd(places, '0');
  const yuan = `${whole}${shifted.slice(0, places)}`.replace(/^0+(?=\d)/, '');
  const rest = shifted.slice(places).replace(/0+$/, '');
  if (rest.length > 2) return unreadable(`“${cell}”万元不足一分 holds less than a cent`);
  return read(`${yuan}.${rest.padEnd(2, '0')}`);
}

export function isZero(amount: string): boolean {
  return /^0+(?:\.0*)?$/.test(amount);
}

export function numberIn(cell: string): CellRead {
  const value = codeIn(cell);
  if (/^\d{1,9}$/.test(value)) return read(value);
  return unreadable(`“${cell}”不是整数 is no whole number`);
}

type Names = Readonly<Record<string, readonly string[]>>;

const SOURCE_NAMES: Readonly<Record<(typeof SOURCES)[number], readonly string[]>> = {
  'general-public-budget': ['一般公共预算', '一般公共预算拨款', '一般公共预算收入', '一般公共预算资金'],
  'government-fund': ['政府性基金', '政府性基金预算', '政府性基金预算拨款', '政府性基金预算收入', '政府性基金预算资金'],
  'state-capital': ['国有资本经营', '国有资本经营预算', '国有资本经营预算拨款', '国有资本经营预算收入'],
  'education-charges': ['教育收费资金', '教育收费', '教育收费资金收入'],
  'institutional-income': ['事业收入'],
  'business-income': ['事业单位经营收入', '经营收入'],
  'affiliate-remittance': ['附属单位上缴收入'],
  'superior-subsidy': ['上级补助收入'],
  'other-income': ['其他收入', '其他'],
  'non-fiscal-surplus': ['使用非财政拨款结余'],
};
const CATEGORY_NAMES: Readonly<Record<(typeof CATEGORIES)[number], readonly string[]>> = {
  personnel: ['人员经费', '人员'],
  operating: ['公用经费', '公用'],
  project: ['项目支出', '项目'],
};
const PROCUREMENT_NAMES: Readonly<Record<(typeof PROCUREMENTS)[number], readonly string[]>> = {
  goods: ['货物'],
  works: ['工程'],
  services: ['服务'],
};
const SCOPE_NAMES = {
  'three-public': ['“三公”经费', '三公经费', '三公'],
  project: ['项目'],
  source: ['资金来源', '资金性质'],
};
const SIDE_NAMES = { from: ['调出', '转出', 'out'], to: ['调入', '转入', 'in'] };
const YES_NAMES = { true: ['是', 'yes', '1', '末次'], false: ['否', 'no', '0', ''] };

export const sourceIn = named(SOURCE_NAMES);
export const categoryIn = named(CATEGORY_NAMES);
export const procurementIn = named({ ...PROCUREMENT_NAMES, '': ['否', '非政府采购', '无'] });
export const scopeIn = named(SCOPE_NAMES);
export const sideIn = named(SIDE_NAMES);
export const yesIn = named(YES_NAMES);

/** Reads a word that stands for one of few values, each of which is also a word for itself. */
export function named(names: Names): (cell: string) => CellRead {
  const known = new Map(
    Object.entries(names).flatMap(([value, words]) => [value, ...words].map((word): [string, string] => [word, value])),
  );
  const told = Object.entries(names)
    .filter(([value]) => value !== '')
    .map(([value, [word = '']]) => `${word} ${value}`)
    .join('、');
  return (cell) => {
    const value = known.get(codeIn(cell).toLowerCase());
    return value === undefined ? unreadable(`“${cell}”不在其中 is none of: ${told}`) : read(value);
  };
}
