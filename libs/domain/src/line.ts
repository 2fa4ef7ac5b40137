import type { Category, Procurement, Source } from './codes';
import { type Fen, yuanOf } from './money';

/** What a budget line is identified by, within a unit and a fiscal year. */
export interface LineDimensions {
  unit: string;
  source: Source;
  /** 支出功能分类, to 项 (seven digits). */
  function: string;
  /** 部门预算支出经济分类, 类 (three digits) or 款 (five). */
  economic: string;
  category: Category;
  /** Present exactly where the category is `project`. */
  project?: string;
  /** The year whose money a carried-over line holds; absent on the year's own money. */
  originYear?: number;
  procurement?: Procurement;
}

/** The names of the dimensions, in the order in which files and answers give them; the compiler sees that none is forgotten. */
export const LINE_DIMENSIONS = Object.keys({
  unit: true,
  source: true,
  function: true,
  economic: true,
  category: true,
  project: true,
  originYear: true,
  procurement: true,
} satisfies Record<keyof LineDimensions, true>) as readonly (keyof LineDimensions)[];

/** A line as a command or an event names it: positive, in yuan. */
export interface PostingLine extends LineDimensions {
  amountYuan: string;
}

/** The year's own money. */
export type FreshLine = Omit<PostingLine, 'originYear'>;

/** Money of an earlier year. */
export type CarriedLine = PostingLine & { originYear: number };

/** The columns that postings add to. All are sums of postings; `current` and `available` are derived from them and stored with no line. */
export interface LineAmounts {
  /** 年初预算数 */
  original: Fen;
  /** 上年结转 */
  carriedOver: Fen;
  /** 追加 */
  supplemented: Fen;
  /** 追减, counted positive */
  cut: Fen;
  /** 调剂, net: what came in less what went out */
  transferred: Fen;
  /** 冻结, net: what was frozen less what was released or paid out of it */
  frozen: Fen;
  /** 支付 */
  paid: Fen;
  /** 退回, counted positive */
  refunded: Fen;
  /** 结转下年, counted positive: what the next year's lines have as `carriedOver` */
  carriedOut: Fen;
  /** 收回存量资金, counted positive */
  reclaimed: Fen;
}
export type AmountColumn = keyof LineAmounts;

/** What a column's amount does to the current budget and to what is available of it: it adds (1), takes (-1) or leaves it (0). */
const COLUMN_SIGNS: Readonly<Record<AmountColumn, { current: bigint; available: bigint }>> = {
  original: { current: 1n, available: 1n },
  carriedOver: { current: 1n, available: 1n },
  supplemented: { current: 1n, available: 1n },
  cut: { current: -1n, available: -1n },
  transferred: { current: 1n, available: 1n },
  frozen: { current: 0n, available: -1n },
  paid: { current: 0n, available: -1n },
  refunded: { current: 0n, available: 1n },
  carriedOut: { current: 0n, available: -1n },
  reclaimed: { current: 0n, available: -1n },
};
export const AMOUNT_COLUMNS = Object.keys(COLUMN_SIGNS) as readonly AmountColumn[];

/** What people call the columns. */
export const COLUMN_NAMES: Readonly<Record<AmountColumn, string>> = {
  original: '年初预算数',
  carriedOver: '上年结转',
  supplemented: '追加',
  cut: '追减',
  transferred: '调剂',
  frozen: '冻结',
  paid: '支付',
  refunded: '退回',
  carriedOut: '结转下年',
  reclaimed: '收回存量资金',
};

export interface Line extends LineDimensions, LineAmounts {
  fiscalYear: number;
  /** What of `carriedOver` the approving document does not hold: it was brought in after the first day of the year. */
  lateCarriedOver: Fen;
}

/** 年初批复: what the approving document holds, the carry-over of the first day among it. */
export function approvedOf({ original, carriedOver, lateCarriedOver }: Line): Fen {
  return original + carriedOver - lateCarriedOver;
}

/** What a posting to a column changes the current budget by. */
export function currentDelta(column: AmountColumn, deltaFen: Fen): Fen {
  return COLUMN_SIGNS[column].current * deltaFen;
}

/** What a posting to a column changes the available balance by. */
export function availableDelta(column: AmountColumn, deltaFen: Fen): Fen {
  return COLUMN_SIGNS[column].available * deltaFen;
}

/** 变动后预算数 = original + carried over + supplemented − cut ± transferred. */
export function currentOf(line: LineAmounts): Fen {
  return line.original + line.carriedOver + line.supplemented - line.cut + line.transferred;
}

/** 可用余额 = current − frozen − paid + refunded − carried out − reclaimed. */
export function availableOf(line: LineAmounts): Fen {
  return currentOf(line) - line.frozen - line.paid + line.refunded - line.carriedOut - line.reclaimed;
}

/** The line's identity as one string; the free text stands last, so that no other part can be confused with it. */
export function lineKeyOf(line: LineDimensions): string {
  const { originYear = '', procurement = '', project = '' } = line;
  return `${line.unit}|${line.source}|${line.function}|${line.economic}|${line.category}|${originYear}|${procurement}|${project}`;
}

/** Reads what lineKeyOf wrote. */
export function dimensionsOfKey(key: string): LineDimensions {
  const parts = key.split('|');
  const [unit = '', source = '', functional = '', economic = '', category = '', originYear, procurement] = parts;
  const project = parts.length > 8 ? parts.slice(7).join('|') : (parts[7] ?? '');
  const line: LineDimensions = {
    unit,
    source: source as Source,
    function: functional,
    economic,
    category: category as Category,
  };
  if (project !== '') line.project = project;
  if (originYear !== '') line.originYear = Number(originYear);
  if (procurement !== '') line.procurement = procurement as Procurement;
  return line;
}

/** Copies the dimensions alone, in a fixed order and without absent ones. */
export function dimensionsOf(line: LineDimensions): LineDimensions {
  const own: LineDimensions = {
    unit: line.unit,
    source: line.source,
    function: line.function,
    economic: line.economic,
    category: line.category,
  };
  if (line.project !== undefined) own.project = line.project;
  if (line.originYear !== undefined) own.originYear = line.originYear;
  if (line.procurement !== undefined) own.procurement = line.procurement;
  return own;
}

/** Written out field by field: thousands are made at once, and putting them together from parts takes ten times as long. */
export function emptyLine(dimensions: LineDimensions, fiscalYear: number): Line {
  const { unit, source, economic, category, project, originYear, procurement } = dimensions;
  const line: Line = {
    unit,
    source,
    function: dimensions.function,
    economic,
    category,
    fiscalYear,
    original: 0n,
    carriedOver: 0n,
    supplemented: 0n,
    cut: 0n,
    transferred: 0n,
    frozen: 0n,
    paid: 0n,
    refunded: 0n,
    carriedOut: 0n,
    reclaimed: 0n,
    lateCarriedOver: 0n,
  };
  if (project !== undefined) line.project = project;
  if (originYear !== undefined) line.originYear = originYear;
  if (procurement !== undefined) line.procurement = procurement;
  return line;
}

const NAMES_IN_YUAN = AMOUNT_COLUMNS.map((column) => [column, `${column}Yuan`] as const);
type AmountsInYuan = Record<`${AmountColumn | 'current' | 'available'}Yuan`, string>;

/** The amounts of a line as decimal strings in yuan, `current` and `available` among them: how they leave the ledger. */
export function amountsInYuan(line: LineAmounts): AmountsInYuan {
  const amounts: Partial<AmountsInYuan> = {};
  for (const [column, name] of NAMES_IN_YUAN) amounts[name] = yuanOf(line[column]);
  amounts.currentYuan = yuanOf(currentOf(line));
  amounts.availableYuan = yuanOf(availableOf(line));
  return amounts as AmountsInYuan;
}
