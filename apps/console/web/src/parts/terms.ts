/** A name in both languages. */
interface Both {
  zh: string;
  en: string;
}

const option = (value: string, zh: string, en: string) => ({ value, label: { zh, en } });

/** The field's terms for what a line is told apart by, as docs/codes.md has them. */
export const SOURCES = [
  option('general-public-budget', '一般公共预算', 'General public budget'),
  option('government-fund', '政府性基金', 'Government fund'),
  option('state-capital', '国有资本经营', 'State capital'),
  option('education-charges', '教育收费资金', 'Education charges'),
  option('institutional-income', '事业收入', 'Institutional income'),
  option('business-income', '事业单位经营收入', 'Business income'),
  option('affiliate-remittance', '附属单位上缴收入', 'Affiliate remittance'),
  option('superior-subsidy', '上级补助收入', 'Superior subsidy'),
  option('other-income', '其他收入', 'Other income'),
  option('non-fiscal-surplus', '使用非财政拨款结余', 'Non-fiscal surplus'),
] as const;

export const CATEGORIES = [
  option('personnel', '人员经费', 'Personnel'),
  option('operating', '公用经费', 'Operating'),
  option('project', '项目支出', 'Project'),
] as const;

export const PROCUREMENTS = [
  option('goods', '货物采购', 'Goods'),
  option('works', '工程采购', 'Works'),
  option('services', '服务采购', 'Services'),
] as const;

const NAMES = new Map<string, Both>(
  [...SOURCES, ...CATEGORIES, ...PROCUREMENTS].map(({ value, label }) => [value, label]),
);

/** What a value is called; one that is not known is shown as it is. */
export function termOf(value: string): Both {
  return NAMES.get(value) ?? { zh: value, en: value };
}
