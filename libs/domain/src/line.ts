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

/** A line as a command or an event names it: positive, in yuan. */
export interface PostingLine extends LineDimensions {
  amountYuan: string;
}

/** The columns that postings add to. All are sums of postings; `current` is derived from them and stored nowhere. */
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
}
export type AmountColumn = keyof LineAmounts;
export const AMOUNT_COLUMNS: readonly AmountColumn[] = [
  'original',
  'carriedOver',
  'supplemented',
  'cut',
  'transferred',
];

export interface Line extends LineDimensions, LineAmounts {
  fiscalYear: number;
}

/** 变动后预算数 = original + carried over + supplemented − cut ± transferred. */
export function currentOf(line: LineAmounts): Fen {
  return line.original + line.carriedOver + line.supplemented - line.cut + line.transferred;
}

/** The line's identity as one string; the free text stands last, so that no other part can be confused with it. */
export function lineKeyOf(line: LineDimensions): string {
  return [
    line.unit,
    line.source,
    line.function,
    line.economic,
    line.category,
    line.originYear ?? '',
    line.procurement ?? '',
    line.project ?? '',
  ].join('|');
}

/** Copies the dimensions alone, in a fixed order and without absent ones. */
export function dimensionsOf(line: LineDimensions): LineDimensions {
  return {
    unit: line.unit,
    source: line.source,
    function: line.function,
    economic: line.economic,
    category: line.category,
    ...(line.project === undefined ? {} : { project: line.project }),
    ...(line.originYear === undefined ? {} : { originYear: line.originYear }),
    ...(line.procurement === undefined ? {} : { procurement: line.procurement }),
  };
}

export function emptyLine(dimensions: LineDimensions, fiscalYear: number): Line {
  return {
    ...dimensionsOf(dimensions),
    fiscalYear,
    original: 0n,
    carriedOver: 0n,
    supplemented: 0n,
    cut: 0n,
    transferred: 0n,
  };
}

/** The amounts of a line as decimal strings in yuan, `current` among them: how they leave the ledger. */
export function amountsInYuan(line: LineAmounts): Record<`${AmountColumn | 'current'}Yuan`, string> {
  return {
    originalYuan: yuanOf(line.original),
    carriedOverYuan: yuanOf(line.carriedOver),
    supplementedYuan: yuanOf(line.supplemented),
    cutYuan: yuanOf(line.cut),
    transferredYuan: yuanOf(line.transferred),
    currentYuan: yuanOf(currentOf(line)),
  };
}
