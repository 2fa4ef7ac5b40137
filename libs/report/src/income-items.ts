import type { Source } from '#domain';

/** Income that is no appropriation: its source, its name as a column of table 2, and its name as a row of table 1. */
export const OTHER_INCOME_ITEMS = [
  { source: 'education-charges', column: '教育收费资金', name: '教育收费资金收入' },
  { source: 'institutional-income', column: '事业收入', name: '事业收入' },
  { source: 'business-income', column: '事业单位经营收入', name: '事业单位经营收入' },
  { source: 'affiliate-remittance', column: '附属单位上缴收入', name: '附属单位上缴收入' },
  { source: 'superior-subsidy', column: '上级补助收入', name: '上级补助收入' },
  { source: 'other-income', column: '其他收入', name: '其他收入' },
] as const satisfies readonly { source: Source; column: string; name: string }[];

/** 财政拨款 by fund: its name as a column, and as a row of income. */
export const APPROPRIATION_ITEMS = [
  { source: 'general-public-budget', column: '一般公共预算', name: '一般公共预算收入' },
  { source: 'government-fund', column: '政府性基金', name: '政府性基金预算收入' },
  { source: 'state-capital', column: '国有资本经营', name: '国有资本经营预算收入' },
] as const satisfies readonly { source: Source; column: string; name: string }[];
