import { type Category, FISCAL_SOURCES, type Line, type Procurement, type Source } from '#domain';

/** Says whether a line belongs to a sum. Layouts and measures are made of these. */
export type LineFilter = (line: Line) => boolean;

export const everything: LineFilter = () => true;
export const nothing: LineFilter = () => false;

/** 上年结转（结余）: a line that holds another year's money. */
export const carriedOver: LineFilter = (line) => line.originYear !== undefined;
export const ownYear: LineFilter = (line) => line.originYear === undefined;
/** 财政拨款 of the year itself. */
export const appropriation: LineFilter = (line) => ownYear(line) && FISCAL_SOURCES.includes(line.source);

/** The year's own money of one source. */
export function ownYearFrom(source: Source): LineFilter {
  return (line) => ownYear(line) && line.source === source;
}

/** All money of one source: the year's own and what was carried over. */
export function from(source: Source): LineFilter {
  return (line) => line.source === source;
}

export const personnel = inCategory('personnel');
export const operating = inCategory('operating');
/** 基本支出 = 人员经费 + 公用经费. */
export const basic: LineFilter = (line) => personnel(line) || operating(line);
export const project = inCategory('project');

export const procured: LineFilter = (line) => line.procurement !== undefined;
export function procuredAs(procurement: Procurement): LineFilter {
  return (line) => line.procurement === procurement;
}

/** An economic 款, and not what is posted to its class alone. */
export function economicItem(code: string): LineFilter {
  return (line) => line.economic === code;
}

export function all(...filters: readonly LineFilter[]): LineFilter {
  return (line) => filters.every((filter) => filter(line));
}
export function any(...filters: readonly LineFilter[]): LineFilter {
  return (line) => filters.some((filter) => filter(line));
}

function inCategory(category: Category): LineFilter {
  return (line) => line.category === category;
}
