import type { ChartKind, Line, Source } from '#domain';

import { APPROPRIATION_ITEMS, OTHER_INCOME_ITEMS } from './income-items';
import {
  all,
  any,
  appropriation,
  basic,
  carriedOver,
  economicItem,
  everything,
  type LineFilter,
  operating,
  ownYearFrom,
  procured,
  procuredAs,
  project,
} from './line-filter';
import { THREE_PUBLIC_ITEMS } from './three-public';

/** How a measure's change is told: with its ratio, or with a sentence of its own where there is no money at all. */
export type Wording = { kind: 'change' } | { kind: 'change-and-ratio' } | { kind: 'none-of'; fund: string };

/** A measure that always stands. */
interface NamedMeasure {
  kind: 'named';
  measure: string;
  takes: LineFilter;
  wording: Wording;
}

/** One measure, `prefix/code`, for each class that has money in either year. */
interface MeasureFamily {
  kind: 'classes';
  prefix: string;
  within: LineFilter;
  chart: ChartKind;
  classOf: (line: Line) => string;
}

/** A measure that stands only where it has money in either year. */
interface OptionalMeasure {
  kind: 'optional';
  measure: string;
  takes: LineFilter;
}

/**
 * The year's own appropriation of a fund, and beside it all of the fund's money where some of it was carried over in either year: what
 * is said of a fund is true of all of it.
 */
export interface FundMeasure {
  kind: 'fund';
  measure: string;
  source: Source;
  fund: string;
}

export type MeasureRule = NamedMeasure | OptionalMeasure | MeasureFamily | FundMeasure;

/** What the measure of all of a fund's money is called. */
export function withCarryOver(measure: string): string {
  return `${measure}/含上年结转`;
}

const THREE_PUBLIC_TAKES = THREE_PUBLIC_ITEMS.map(({ economic }) => all(appropriation, economicItem(economic)));

/** The measure that is meant where a reason is given: people know a fund by its own name. */
export function withoutCarryOver(measure: string): string {
  return measure.replace(/\/含上年结转$/, '');
}

/** What the explanation compares, in the order in which it does so. */
export const COMPARISON_MEASURES: readonly MeasureRule[] = [
  named('收入预算总额', everything),
  named('财政拨款收入', appropriation),
  ...OTHER_INCOME_ITEMS.map(({ source, name }) => optional(name, ownYearFrom(source))),
  optional('使用非财政拨款结余', ownYearFrom('non-fiscal-surplus')),
  named('上年结转（结余）', carriedOver),
  named('支出预算总额', everything),
  named('基本支出', basic),
  economicClasses('基本支出', basic),
  named('项目支出', project),
  economicClasses('项目支出', project),
  functionalClasses('function', everything),
  economicClasses('economic', everything),
  named('财政拨款支出', appropriation),
  functionalClasses('财政拨款/function', appropriation),
  named('财政拨款/基本支出', all(appropriation, basic)),
  economicClasses('财政拨款/基本支出', all(appropriation, basic)),
  named('财政拨款/项目支出', all(appropriation, project)),
  economicClasses('财政拨款/项目支出', all(appropriation, project)),
  ...APPROPRIATION_ITEMS.filter(({ source }) => source !== 'general-public-budget').map(
    ({ source, column }): FundMeasure => ({ kind: 'fund', measure: `${column}支出`, source, fund: column }),
  ),
  named('机关运行费', all(ownYearFrom('general-public-budget'), operating), { kind: 'change-and-ratio' }),
  named('政府采购总额', procured),
  named('政府采购/货物', procuredAs('goods')),
  named('政府采购/工程', procuredAs('works')),
  named('政府采购/服务', procuredAs('services')),
  named('三公/合计', any(...THREE_PUBLIC_TAKES)),
  ...THREE_PUBLIC_ITEMS.map(({ name, economic }) => named(`三公/${name}`, all(appropriation, economicItem(economic)))),
];

function named(measure: string, takes: LineFilter, wording: Wording = { kind: 'change' }): NamedMeasure {
  return { kind: 'named', measure, takes, wording };
}

function optional(measure: string, takes: LineFilter): OptionalMeasure {
  return { kind: 'optional', measure, takes };
}

function functionalClasses(prefix: string, within: LineFilter): MeasureFamily {
  return { kind: 'classes', prefix, within, chart: 'function', classOf: (line) => line.function.slice(0, 3) };
}

function economicClasses(prefix: string, within: LineFilter): MeasureFamily {
  return { kind: 'classes', prefix, within, chart: 'economic', classOf: (line) => line.economic.slice(0, 3) };
}
