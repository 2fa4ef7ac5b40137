import type { LineDimensions } from './line';

/** Where a rule comes from. 法 = 中华人民共和国预算法, 条例 = 预算法实施条例. */
export interface RefusalRule {
  title: { zh: string; en: string };
  legalSource: string;
}

/** Every refusal's stable code with its rule. A code, once given, keeps its meaning. */
export const REFUSAL_RULES = {
  'unit-outside-department': {
    title: { zh: '单位不属于本部门', en: 'The unit does not belong to the department' },
    legalSource: '《中华人民共和国预算法》第八条',
  },
  'unit-not-registered': {
    title: { zh: '单位尚未登记', en: 'The unit is not registered' },
    legalSource: '《中华人民共和国预算法》第八条',
  },
  'unknown-code': {
    title: { zh: '科目编码不在当年科目表中', en: "The code is not in the year's chart of accounts" },
    legalSource: '《中华人民共和国预算法实施条例》第六条',
  },
  'effective-date-outside-fiscal-year': {
    title: { zh: '生效日期不在预算年度内', en: 'The effective date lies outside the fiscal year' },
    legalSource: '《中华人民共和国预算法》第十八条',
  },
  'origin-year-not-earlier': {
    title: { zh: '结转资金的来源年度必须早于预算年度', en: 'The origin year must lie before the fiscal year' },
    legalSource: '《中华人民共和国预算法》第四十二条',
  },
  'transfer-unbalanced': {
    title: {
      zh: '调剂在同一资金来源、同一来源年度内收支不平衡',
      en: 'The transfer does not balance for each source and origin year',
    },
    legalSource: '《中华人民共和国预算法》第七十二条',
  },
  'transfer-crosses-category': {
    title: {
      zh: '不得在基本支出与项目支出、人员经费与公用经费之间调剂',
      en: 'A transfer must not cross basic and project, or personnel and operating expenditure',
    },
    legalSource: '《中华人民共和国预算法》第七十二条',
  },
  'line-below-zero': {
    title: { zh: '可用余额不足', en: 'The line would fall below zero available' },
    legalSource: '《中华人民共和国预算法》第十三条',
  },
} as const satisfies Record<string, RefusalRule>;

export type RefusalCode = keyof typeof REFUSAL_RULES;

/** The figures of a refusal: what was asked of what, for every place that breaks the rule and not only the first. */
export interface RefusalFigure {
  /** Where in the command it stands, such as `lines[2].economic`. */
  field: string;
  line?: LineDimensions;
  /** What the command said there, where it is no amount. */
  value?: string;
  /** What would have been right: a range, a department, a year. */
  expected?: string;
  askedYuan?: string;
  availableYuan?: string;
}

export interface Refusal {
  code: RefusalCode;
  legalSource: string;
  figures: RefusalFigure[];
}

export function refusal(code: RefusalCode, figures: RefusalFigure[]): Refusal {
  return { code, legalSource: REFUSAL_RULES[code].legalSource, figures };
}

/** The refusal in words, with its figures: Chinese first, English beside it. */
export function explainRefusal({ code, figures }: Refusal): { zh: string; en: string } {
  const { title } = REFUSAL_RULES[code];
  return {
    zh: `${title.zh}：${figures.map(figureInChinese).join('；')}`,
    en: `${title.en}: ${figures.map(figureInEnglish).join('; ')}`,
  };
}

function figureInChinese(figure: RefusalFigure): string {
  const parts = [figure.field];
  if (figure.value !== undefined) parts.push(`为 ${figure.value}`);
  if (figure.expected !== undefined) parts.push(`应为 ${figure.expected}`);
  if (figure.askedYuan !== undefined) parts.push(`申请 ${figure.askedYuan} 元`);
  if (figure.availableYuan !== undefined) parts.push(`可用 ${figure.availableYuan} 元`);
  return parts.join('，');
}

function figureInEnglish(figure: RefusalFigure): string {
  const parts = [figure.field];
  if (figure.value !== undefined) parts.push(`is ${figure.value}`);
  if (figure.expected !== undefined) parts.push(`expected ${figure.expected}`);
  if (figure.askedYuan !== undefined) parts.push(`asked ${figure.askedYuan} yuan`);
  if (figure.availableYuan !== undefined) parts.push(`available ${figure.availableYuan} yuan`);
  return parts.join(', ');
}
