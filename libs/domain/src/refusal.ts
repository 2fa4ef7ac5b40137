import { CHART_NAMES } from './chart';
import { CATEGORY_NAMES, PROCUREMENT_NAMES, SOURCE_NAMES } from './codes';
import { CARRY_OVER_NAMES } from './commands';
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
  'name-spelled-otherwise': {
    title: {
      zh: '同一名称已有另一种写法，请照已有的写法填写',
      en: 'The name is known in another spelling; write it as it is known',
    },
    legalSource: '《中华人民共和国会计法》第十五条',
  },
  'effective-date-outside-fiscal-year': {
    title: { zh: '生效日期不在预算年度内', en: 'The effective date lies outside the fiscal year' },
    legalSource: '《中华人民共和国预算法》第十八条',
  },
  'year-far-ahead': {
    title: {
      zh: '年度远在今后，疑为笔误，无误时须确认',
      en: 'The year lies far ahead and may be a slip, so it must be confirmed',
    },
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
  'transfer-crosses-procurement': {
    title: {
      zh: '不得在政府采购与非政府采购支出之间调剂',
      en: 'A transfer must not cross what is procured and what is not',
    },
    legalSource: '《中华人民共和国预算法》第七十二条',
  },
  'transfer-raises-restricted': {
    title: {
      zh: '“三公”经费、会议费、培训费只能调减，不能调增',
      en: 'A transfer may only lower three-public, conference and training costs',
    },
    legalSource: '《中华人民共和国预算法》第七十二条',
  },
  'transfer-within-department': {
    title: {
      zh: '部门间调剂的调入部门不能是本部门',
      en: 'A transfer between departments must go to another department',
    },
    legalSource: '《中华人民共和国预算法》第七十二条',
  },
  'transit-not-open': {
    title: {
      zh: '该部门间调剂不在途',
      en: 'The transfer between departments is not in transit',
    },
    legalSource: '《中华人民共和国预算法》第七十二条',
  },
  'hand-down-unbalanced': {
    title: {
      zh: '下达必须与批复的资金来源、功能科目、支出类别、项目和经济类一致',
      en: 'What is handed down must keep the source, function, category, project and economic class that were approved',
    },
    legalSource: '《中华人民共和国预算法》第五十二条',
  },
  'line-below-zero': {
    title: { zh: '可用余额不足', en: 'The line would fall below zero available' },
    legalSource: '《中华人民共和国预算法》第十三条',
  },
  'ceiling-exceeded': {
    title: { zh: '超过预算控制数', en: 'The ceiling would be exceeded' },
    legalSource: '《中华人民共和国预算法》第十三条',
  },
  'unknown-freeze': {
    title: { zh: '没有这笔冻结', en: 'There is no such freeze' },
    legalSource: '《中华人民共和国预算法》第五十七条',
  },
  'freeze-short': {
    title: { zh: '超过冻结余额', en: 'More than the freeze holds' },
    legalSource: '《中华人民共和国预算法》第五十七条',
  },
  'refund-exceeds-paid': {
    title: { zh: '退回超过已支付金额', en: 'More is refunded than was paid' },
    legalSource: '《中华人民共和国预算法》第五十七条',
  },
  'carry-forward-expired': {
    title: {
      zh: '连续两年未用完的结转资金应作为结余资金管理',
      en: 'Carried-over money that is unused for a second year is surplus and cannot be carried forward',
    },
    legalSource: '《中华人民共和国预算法》第四十二条',
  },
  'carry-over-unbalanced': {
    title: {
      zh: '结余资金结转前后在同一单位、资金来源、来源年度内不平衡',
      en: 'The carried-over surplus does not balance for each unit, source and origin year',
    },
    legalSource: '《中华人民共和国预算法》第四十二条',
  },
  'opening-after-computed': {
    title: {
      zh: '该年度已有年终结转，不能再录入期初结转',
      en: 'The year has a computed carry-over, so it takes no opening one any more',
    },
    legalSource: '《中华人民共和国预算法》第四十二条',
  },
  'year-closed': {
    title: { zh: '该年度已结账', en: 'The year is closed' },
    legalSource: '《中华人民共和国预算法》第十八条',
  },
  'year-not-closed': {
    title: { zh: '该年度没有结账', en: 'The year is not closed' },
    legalSource: '《中华人民共和国预算法》第十八条',
  },
  'year-has-transit': {
    title: {
      zh: '该年度还有在途的部门间调剂，不能结账',
      en: 'A year with transfers in transit cannot be closed',
    },
    legalSource: '《中华人民共和国预算法》第十八条',
  },
  'unknown-event': {
    title: { zh: '没有这一版记录', en: 'There is no such event' },
    legalSource: '《中华人民共和国会计法》第十五条',
  },
  'event-not-reversible': {
    title: { zh: '该记录不能红冲', en: 'The event cannot be reversed' },
    legalSource: '《中华人民共和国会计法》第十五条',
  },
  'already-reversed': {
    title: { zh: '该记录已经红冲', en: 'The event has been reversed already' },
    legalSource: '《中华人民共和国会计法》第十五条',
  },
  'reversal-before-event': {
    title: {
      zh: '红冲的生效日期不能早于原记录',
      en: 'A reversal cannot take effect before the event that it reverses',
    },
    legalSource: '《中华人民共和国会计法》第十五条',
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
  /** Of a code that is unknown: the known ones that are most like it, with their names. */
  nearest?: string;
  askedYuan?: string;
  availableYuan?: string;
  /** Of a line: the first later day on which no more than that is available, where it is not the day asked for. */
  lowestOn?: string;
}

export interface Refusal {
  code: RefusalCode;
  legalSource: string;
  figures: RefusalFigure[];
}

/** A refusal as it stands in the log, where a newer program may have written it by a rule that this one does not know. */
export interface RecordedRefusal extends Omit<Refusal, 'code'> {
  code: string;
}

const RULE_OF_A_NEWER_PROGRAM: RefusalRule['title'] = {
  zh: '按本程序版本尚未收录的规则拒绝',
  en: 'Refused by a rule that this version of the program does not know',
};

/** What a refusal is called. Its code, its figures and its legal source say the rest where the rule is a newer program's. */
export function titleOfRefusal(code: string): RefusalRule['title'] {
  if (Object.hasOwn(REFUSAL_RULES, code)) return REFUSAL_RULES[code as RefusalCode].title;
  return { zh: `${RULE_OF_A_NEWER_PROGRAM.zh}（${code}）`, en: `${RULE_OF_A_NEWER_PROGRAM.en} (${code})` };
}

export function refusal(code: RefusalCode, figures: RefusalFigure[]): Refusal {
  return { code, legalSource: REFUSAL_RULES[code].legalSource, figures };
}

/** Nobody reads a sentence of thousands of figures; they stand beside it. */
const TOLD_IN_WORDS = 20;

/** The refusal in words, with its figures: Chinese first, English beside it. */
export function explainRefusal({ code, figures }: RecordedRefusal): { zh: string; en: string } {
  const title = titleOfRefusal(code);
  const told = figures.slice(0, TOLD_IN_WORDS);
  const more = figures.length - told.length;
  return {
    zh: `${title.zh}：${told.map(figureInChinese).join('；')}${more === 0 ? '' : `；另有 ${more} 处`}`,
    en: `${title.en}: ${told.map(figureInEnglish).join('; ')}${more === 0 ? '' : `; and ${more} more`}`,
  };
}

/** A posting that the command did not spell out, as those of a reversal, is told by its line. */
function placeIn({ field, line }: RefusalFigure, isChinese: boolean): string {
  if (typeof line !== 'object' || /(^|\.)(lines|from|to)\[\d+\]$/.test(field)) return field;
  const { unit, source, function: functional, economic, category, project, originYear, procurement } = line;
  const codes = [unit, functional, economic, project, originYear];
  const names = isChinese
    ? [
        SOURCE_NAMES[source],
        CATEGORY_NAMES[category],
        procurement === undefined ? undefined : PROCUREMENT_NAMES[procurement],
      ]
    : [source, category, procurement];
  return `${field} (${[...codes, ...names].filter((part) => part !== undefined).join(' ')})`;
}

/** Codes of a value such as `general-public-budget//personnel` by the names that people know; what is no code stays as it is. */
function namedInChinese(value: string): string {
  const names: Readonly<Record<string, string>> = {
    ...SOURCE_NAMES,
    ...CATEGORY_NAMES,
    ...PROCUREMENT_NAMES,
    ...LIST_NAMES,
  };
  return value
    .replace(/[a-z]+(?:-[a-z]+)*/g, (code) => names[code] ?? code)
    .replace(/\/{2,}|\/$/g, (slashes) => (slashes.endsWith('/') && slashes.length > 1 ? '/' : ''));
}

const LIST_NAMES = {
  function: CHART_NAMES.function,
  economic: CHART_NAMES.economic,
  surplus: CARRY_OVER_NAMES.surplus,
};

/** What is expected in words, where it is no value. */
const EXPECTED_WORDS: Readonly<Record<string, { zh: string; en: string }>> = {
  'CarryOverBalance < CloseYear; ReopenYear': {
    zh: '先结转、后结账；已结账的，先以 ReopenYear 重新打开该年度',
    en: 'to be carried over before it is closed; ReopenYear opens it again',
  },
};

function figureInChinese(figure: RefusalFigure): string {
  const parts = [placeIn(figure, true)];
  if (figure.value !== undefined) parts.push(`为 ${namedInChinese(figure.value)}`);
  if (figure.expected !== undefined)
    parts.push(EXPECTED_WORDS[figure.expected]?.zh ?? `应为 ${namedInChinese(figure.expected)}`);
  if (figure.nearest !== undefined) parts.push(`最接近的有 ${figure.nearest}`);
  if (figure.askedYuan !== undefined) parts.push(`申请 ${figure.askedYuan} 元`);
  if (figure.availableYuan !== undefined) parts.push(`可用 ${figure.availableYuan} 元`);
  if (figure.lowestOn !== undefined) parts.push(`${figure.lowestOn} 为最低`);
  return [...parts, ...furtherFigures(figure)].join('，');
}

function figureInEnglish(figure: RefusalFigure): string {
  const parts = [placeIn(figure, false)];
  if (figure.value !== undefined) parts.push(`is ${figure.value}`);
  if (figure.expected !== undefined) parts.push(`expected ${EXPECTED_WORDS[figure.expected]?.en ?? figure.expected}`);
  if (figure.nearest !== undefined) parts.push(`nearest are ${figure.nearest}`);
  if (figure.askedYuan !== undefined) parts.push(`asked ${figure.askedYuan} yuan`);
  if (figure.availableYuan !== undefined) parts.push(`available ${figure.availableYuan} yuan`);
  if (figure.lowestOn !== undefined) parts.push(`lowest on ${figure.lowestOn}`);
  return [...parts, ...furtherFigures(figure)].join(', ');
}

const SAID = new Set(['field', 'line', 'value', 'expected', 'nearest', 'askedYuan', 'availableYuan', 'lowestOn']);

/** What a newer program told besides stands under its own name, so that no figure of a refusal is lost. */
function furtherFigures(figure: RefusalFigure): string[] {
  return Object.entries(figure)
    .filter(([name, value]) => !SAID.has(name) && (typeof value === 'string' || typeof value === 'number'))
    .map(([name, value]) => `${name} ${value}`);
}
