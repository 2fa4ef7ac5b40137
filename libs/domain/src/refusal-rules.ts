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
