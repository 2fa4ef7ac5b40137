import type { Both } from '../forms/form';

/** What somebody can do about a refusal, by its code. What is not listed is told by the rule itself. */
export const HELP: Readonly<Record<string, Both>> = {
  'unit-outside-department': {
    zh: '单位编码的前三位应是本部门；给其他部门请用“部门间调剂”。',
    en: 'The first three digits of a unit are its department; use a transfer to a department for another one.',
  },
  'unit-not-registered': { zh: '先登记这个单位，再办理。', en: 'Register the unit first.' },
  'unknown-code': {
    zh: '在科目栏输入名称查找当年的科目；科目确属新增的，请联系运维更新科目表。',
    en: "Search the year's code by its name; a code that is new has to be added to the chart by the operators.",
  },
  'name-spelled-otherwise': {
    zh: '照账上已有的写法填写；确需改名的，在登记单位时确认改用新的写法。',
    en: 'Write the name as the ledger has it; a new spelling is confirmed when the unit is registered.',
  },
  'effective-date-outside-fiscal-year': {
    zh: '改生效日期或预算年度，使日期落在年度内。',
    en: 'Change the date or the fiscal year, so that the date lies in it.',
  },
  'year-far-ahead': { zh: '核对年度；无误时勾选确认。', en: 'Look at the year again, and confirm it if it is meant.' },
  'origin-year-not-earlier': {
    zh: '来源年度应早于预算年度；当年资金不填来源年度。',
    en: "The origin year lies before the fiscal year; the year's own money has none.",
  },
  'transfer-unbalanced': {
    zh: '使每种资金来源（及来源年度）的调出合计等于调入合计。',
    en: 'Let both sides be equal for each source and origin year.',
  },
  'transfer-crosses-category': {
    zh: '调出、调入须是同一支出类别；跨类别的，先追减再追加，并取得相应批文。',
    en: 'Both sides need the same category; across categories it takes a cut and a supplement with their approvals.',
  },
  'transfer-crosses-procurement': {
    zh: '调出、调入须同为政府采购或同为非政府采购。',
    en: 'Both sides are procured, or neither is.',
  },
  'transfer-raises-restricted': {
    zh: '“三公”经费、会议费、培训费不能作为调入方，请改调其他科目。',
    en: 'Three-public, conference and training costs cannot be raised; transfer to another code.',
  },
  'transfer-within-department': { zh: '本部门之内请用“调剂”。', en: 'Within a department use a plain transfer.' },
  'hand-down-unbalanced': {
    zh: '下达两边的合计、来源、功能科目、类别、项目和经济类应一致。',
    en: 'Both sides need the same sum, source, function, category, project and economic class.',
  },
  'line-below-zero': {
    zh: '减少金额；或先解冻，或先向这条明细调剂、追加。',
    en: 'Lower the amount, release a freeze first, or bring money to the line first.',
  },
  'ceiling-exceeded': {
    zh: '减少金额，或先提高控制数。',
    en: 'Lower the amount, or raise the ceiling first.',
  },
  'unknown-freeze': { zh: '从列表中选择尚有余额的冻结。', en: 'Choose a freeze that still holds something.' },
  'freeze-short': {
    zh: '减少金额；支付可勾选“可超出冻结”。',
    en: 'Lower the amount; a payment may be told to go beyond its freeze.',
  },
  'refund-exceeds-paid': { zh: '退回不能超过已支付金额。', en: 'A refund is at most what was paid.' },
  'carry-over-unbalanced': { zh: '转出合计应等于转入合计。', en: 'Both sides need the same sum.' },
  'carry-forward-expired': {
    zh: '结转已满年限，应作为结余转入，或由财政收回。',
    en: 'The money has been carried forward for too long: carry it as surplus, or let it be reclaimed.',
  },
  'opening-after-computed': {
    zh: '该年已有年终结转，不能再录入期初结转。',
    en: 'The year has a computed carry-over, after which no opening balance is taken.',
  },
  'year-closed': { zh: '先重新打开该年度。', en: 'Reopen the year first.' },
  'year-has-transit': { zh: '等在途的部门间调剂办完再结账。', en: 'Wait until transfers in transit have arrived.' },
  'already-reversed': { zh: '这一版已经红冲，无须再办。', en: 'It is reversed already.' },
  'unknown-event': { zh: '核对版本号。', en: 'Look at the revision again.' },
  'event-not-reversible': {
    zh: '这种记录不能红冲，请用相应的反向业务。',
    en: 'Such a record is not reversed but undone by its opposite.',
  },
  'reversal-before-event': {
    zh: '生效日期不能早于被红冲的记录。',
    en: 'The date cannot lie before that of the record.',
  },
};
