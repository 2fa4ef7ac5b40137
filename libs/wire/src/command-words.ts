import type { Command, RefusalCode } from '#domain';

export interface CommandWords {
  /** What people call the command. */
  name: string;
  zh: string;
  en: string;
  /** What it may be refused for besides what every command may: see `EVERY_COMMAND`. */
  refusals: readonly RefusalCode[];
}

/** What every command may be refused for. */
export const EVERY_COMMAND: readonly RefusalCode[] = ['year-far-ahead', 'name-spelled-otherwise'];

const UNIT: readonly RefusalCode[] = ['unit-outside-department', 'unit-not-registered'];
const UNIT_YEAR: readonly RefusalCode[] = [...UNIT, 'effective-date-outside-fiscal-year', 'year-closed'];
const POSTING: readonly RefusalCode[] = [...UNIT_YEAR, 'unknown-code', 'origin-year-not-earlier'];
const TRANSFER: readonly RefusalCode[] = [
  'transfer-unbalanced',
  'transfer-crosses-category',
  'transfer-crosses-procurement',
  'transfer-raises-restricted',
];

/** What the commands are called, what they do and which refusals they can meet. The schemas, and all that is made of them, say this. */
export const COMMAND_WORDS: Readonly<Record<Command['type'], CommandWords>> = {
  RegisterUnit: {
    name: '登记单位',
    zh: '登记单位，或更新已登记单位的名称与编制；其他命令只能用已登记的单位。',
    en: 'Registers a unit, or replaces the names and staffing of one that is registered; lines name registered units alone.',
    refusals: ['unit-outside-department'],
  },
  AllocateBudget: {
    name: '年初批复',
    zh: '批复当年预算，记到单位，或记到部门待下达；金额为 0.00 的行表示已知而没有。',
    en: "Approves the year's budget, on lines of units or of the department's pool; a line of 0.00 is known and has nothing.",
    refusals: [...POSTING, 'ceiling-exceeded'],
  },
  HandDownBudget: {
    name: '下达',
    zh: '把部门待下达的预算下达到单位，来源、功能科目、类别、项目和经济类不变。',
    en: "Hands lines of the department's pool down to its units; source, function, category, project and economic class stay.",
    refusals: [...POSTING, 'hand-down-unbalanced', 'line-below-zero', 'ceiling-exceeded'],
  },
  CarryOverBalance: {
    name: '上年结转（结余）',
    zh: '期初结转照文件录入上年余额；年终结转把上年明细的余额转入下一年，结转保持用途，结余可另定用途。',
    en: 'An opening carry-over takes the balance that a document states; one at year end carries what the lines of the year before have left into the next year: 结转 keeps its purpose, 结余 is free.',
    refusals: [
      ...POSTING,
      'line-below-zero',
      'ceiling-exceeded',
      'carry-forward-expired',
      'carry-over-unbalanced',
      'opening-after-computed',
    ],
  },
  AdjustBudget: {
    name: '预算调整',
    zh: '追加、追减，或在本部门的明细之间调剂而总额不变。',
    en: 'More (追加) or less (追减) in total, or from lines to lines of the department with the total unchanged (调剂).',
    refusals: [...POSTING, ...TRANSFER, 'line-below-zero', 'ceiling-exceeded'],
  },
  FreezeFunds: {
    name: '冻结',
    zh: '冻结可用余额；此后以本记录的版本号称呼这笔冻结。',
    en: 'Freezes what is available; the freeze is known by the revision of its event from then on.',
    refusals: [...POSTING, 'line-below-zero'],
  },
  ReleaseFunds: {
    name: '解冻',
    zh: '解冻所列明细；不列明细时解冻全部余额。',
    en: 'Releases the lines that are named, or all that the freeze still holds.',
    refusals: [...POSTING, 'unknown-freeze', 'freeze-short'],
  },
  RecordPayment: {
    name: '支付',
    zh: '记录支付，从可用余额或指明的冻结中支付。',
    en: 'Records a payment, out of what is available or out of the freeze that is named.',
    refusals: [...POSTING, 'unknown-freeze', 'freeze-short', 'line-below-zero'],
  },
  RecordRefund: {
    name: '退回',
    zh: '记录已支付资金的退回，不超过已支付金额。',
    en: 'Records that paid money came back, at most what was paid.',
    refusals: [...POSTING, 'refund-exceeds-paid'],
  },
  ReclaimBalance: {
    name: '收回存量资金',
    zh: '把上年结转的资金收回财政。',
    en: 'Takes carried-over money back to the treasury.',
    refusals: [...POSTING, 'line-below-zero'],
  },
  SetCeiling: {
    name: '设定控制数',
    zh: '限制一组明细全年的变动后预算数；null 取消限制。设定时已超过的不受影响，此后不得再增加。',
    en: 'Limits the current budget of a set of lines over the year; null lifts the limit. What is above it already stays, and nothing may raise it further.',
    refusals: UNIT_YEAR,
  },
  SetPerformanceTargets: {
    name: '绩效目标',
    zh: '设定单位的绩效目标（表十），有项目时为项目绩效目标（表十一）；以最新一次为准。',
    en: "Sets a unit's performance targets (table 10), or with a project those of the project (table 11); the newest counts.",
    refusals: UNIT_YEAR,
  },
  SetPublicationText: {
    name: '公开文本',
    zh: '设定预算公开中数字说不出的文字：职责、机构、资产、项目说明、变化原因、名词解释；每段以最新一次为准。',
    en: 'Sets what a published budget says and no figure can tell: duties, organization, assets, projects, reasons of changes, glossary; the newest of each section counts.',
    refusals: UNIT_YEAR,
  },
  TransferToDepartment: {
    name: '部门间调剂',
    zh: '把资金调剂给另一部门：先离开本部门，对方接受后到达，对方拒绝则退回。',
    en: 'Transfers money to another department: it leaves this one, arrives there, or comes back where the other one refuses it.',
    refusals: [...POSTING, ...TRANSFER, 'transfer-within-department', 'line-below-zero'],
  },
  ReverseEvent: {
    name: '红冲',
    zh: '以反号的分录冲销先前的一版记录；错误不涂改。',
    en: 'Reverses an earlier event of the stream by its mirror image; an error is never edited.',
    refusals: [
      'unknown-event',
      'event-not-reversible',
      'already-reversed',
      'reversal-before-event',
      'effective-date-outside-fiscal-year',
      'year-closed',
      'line-below-zero',
      'freeze-short',
      'refund-exceeds-paid',
      'ceiling-exceeded',
    ],
  },
  CloseYear: {
    name: '年终结账',
    zh: '年末起结账；已结账的年度不再受理，尚有未结转的余额时予以提示。',
    en: 'Closes a year, on its last day or later; a closed year takes nothing more, and balances that were not carried over are warned of.',
    refusals: ['year-closed', 'effective-date-outside-fiscal-year', 'year-has-transit'],
  },
  ReopenYear: {
    name: '重新打开年度',
    zh: '重新打开已结账的年度，须说明理由。',
    en: 'Opens a closed year again, for a reason that has to be given.',
    refusals: ['year-not-closed'],
  },
  CombineCommands: {
    name: '组合命令',
    zh: '同一文件下的多条命令依次决定，全部成立或全部不成立，记为一条记录。',
    en: 'Several commands under one document, decided one after another and recorded as one event: all of them or none.',
    refusals: [],
  },
};

/** How the schema of a command describes itself. */
export function describedAs(type: Command['type']): { title: string; description: string } {
  const { name, zh, en } = COMMAND_WORDS[type];
  const codes = refusalsOf(type).join(', ');
  return { title: type, description: `${name}：${zh} ${en} 可能的拒绝 Refusals: ${codes}` };
}

/** Every refusal that a command can meet. A combination meets those of its parts. */
export function refusalsOf(type: Command['type']): readonly RefusalCode[] {
  const own =
    type === 'CombineCommands'
      ? COMBINABLE.flatMap((part) => COMMAND_WORDS[part].refusals)
      : COMMAND_WORDS[type].refusals;
  return [...new Set([...EVERY_COMMAND, ...own])];
}

const ALONE = new Set<Command['type']>([
  'TransferToDepartment',
  'ReverseEvent',
  'CloseYear',
  'ReopenYear',
  'CombineCommands',
]);
const COMBINABLE = (Object.keys(COMMAND_WORDS) as Command['type'][]).filter((type) => !ALONE.has(type));
