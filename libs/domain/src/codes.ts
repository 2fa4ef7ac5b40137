/** 资金来源: where the money comes from. The first three are 财政拨款 (fiscal appropriation). */
export const SOURCES = [
  'general-public-budget',
  'government-fund',
  'state-capital',
  'education-charges',
  'institutional-income',
  'business-income',
  'affiliate-remittance',
  'superior-subsidy',
  'other-income',
  'non-fiscal-surplus',
] as const;
export type Source = (typeof SOURCES)[number];

export const FISCAL_SOURCES: readonly Source[] = ['general-public-budget', 'government-fund', 'state-capital'];

/** What people call the sources. */
export const SOURCE_NAMES: Readonly<Record<Source, string>> = {
  'general-public-budget': '一般公共预算',
  'government-fund': '政府性基金',
  'state-capital': '国有资本经营',
  'education-charges': '教育收费资金',
  'institutional-income': '事业收入',
  'business-income': '事业单位经营收入',
  'affiliate-remittance': '附属单位上缴收入',
  'superior-subsidy': '上级补助收入',
  'other-income': '其他收入',
  'non-fiscal-surplus': '使用非财政拨款结余',
};

/** 人员经费 and 公用经费 together are 基本支出; 项目支出 stands beside them and always names its project. */
export const CATEGORIES = ['personnel', 'operating', 'project'] as const;
export type Category = (typeof CATEGORIES)[number];

export const CATEGORY_NAMES: Readonly<Record<Category, string>> = {
  personnel: '人员经费',
  operating: '公用经费',
  project: '项目支出',
};

/** 政府采购: goods, works or services; absent where nothing is procured. */
export const PROCUREMENTS = ['goods', 'works', 'services'] as const;
export type Procurement = (typeof PROCUREMENTS)[number];

export const PROCUREMENT_NAMES: Readonly<Record<Procurement, string>> = {
  goods: '货物采购',
  works: '工程采购',
  services: '服务采购',
};

/** “三公”经费 by economic 款: 因公出国（境）费, 公务接待费, 公务用车运行维护费, 公务用车购置. */
export const THREE_PUBLIC_ECONOMIC: readonly string[] = ['30212', '30217', '30231', '31013'];

/** What a transfer may only lower: “三公”经费, 会议费 (30215) and 培训费 (30216). */
export const ONLY_DOWN_ECONOMIC: readonly string[] = [...THREE_PUBLIC_ECONOMIC, '30215', '30216'];

/** A unit's code starts with the three digits of its department: 126001 belongs to 126. */
export function departmentOf(unit: string): string {
  return unit.slice(0, 3);
}

/**
 * Approved money that a department has not handed down yet (待下达) stands on lines whose unit is the department itself, by its three
 * digits: the pool.
 */
export function isPool(unit: string): boolean {
  return unit.length === 3;
}

/** What the pool is called where it stands beside units. */
export function poolName(departmentName: string): string {
  return `${departmentName}（待下达）`;
}
