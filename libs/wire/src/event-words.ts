import type { EventType } from '#domain';

interface EventWords {
  /** What people call the event. */
  name: string;
  zh: string;
  en: string;
}

/** What the types of events are called and say. The schemas, and all that is made of them, say this. */
export const EVENT_WORDS: Readonly<Record<EventType, EventWords>> = {
  'unit.registered.v1': {
    name: '单位已登记',
    zh: '单位的名称与编制，自此以此为准。',
    en: 'A unit with its names and staffing; the newest counts.',
  },
  'budget.allocated.v1': {
    name: '年初批复',
    zh: '批复的当年预算，逐行记到单位或部门待下达。',
    en: "The approved budget of the year, on lines of units or of the department's pool.",
  },
  'budget.handed-down.v1': {
    name: '下达',
    zh: '部门待下达减少，单位同额增加。',
    en: "The pool's lines go down by what the units' lines go up.",
  },
  'balance.carried-over.v2': {
    name: '上年结转（结余）',
    zh: '期初的只记本年；年终的，12 月 31 日离开上年（from），次年起记到本年（to）。',
    en: 'An opening one posts to this year alone; one at year end leaves the lines of the year before on 31 December (from) and stands on those of this year (to).',
  },
  'budget.adjusted.v1': {
    name: '预算调整',
    zh: '追加、追减或调剂。',
    en: 'More, less, or from lines to lines.',
  },
  'funds.frozen.v1': {
    name: '冻结',
    zh: '可用余额减少；这笔冻结以本记录的版本号称呼。',
    en: 'Less is available; the freeze is known by the revision of this event.',
  },
  'funds.released.v1': {
    name: '解冻',
    zh: '冻结减少，可用余额增加。',
    en: 'The freeze holds less, and more is available.',
  },
  'payment.recorded.v1': {
    name: '支付',
    zh: '已支付；指明冻结的，同时动用冻结（released）。',
    en: 'Paid, and where a freeze is named, taken out of it (released).',
  },
  'refund.recorded.v1': { name: '退回', zh: '已支付的资金退回。', en: 'Paid money came back.' },
  'balance.reclaimed.v1': {
    name: '收回存量资金',
    zh: '上年结转的资金收回财政。',
    en: 'Carried-over money went back to the treasury.',
  },
  'ceiling.set.v1': {
    name: '控制数已设定',
    zh: '一组明细全年的控制数，null 为取消。',
    en: 'The ceiling of a set of lines over a year; null lifts it.',
  },
  'performance-targets.set.v1': {
    name: '绩效目标已设定',
    zh: '单位或项目的绩效目标，以最新一次为准。',
    en: 'The performance targets of a unit or a project; the newest count.',
  },
  'publication-text.set.v1': {
    name: '公开文本已设定',
    zh: '单位公开文本的若干段，每段以最新一次为准。',
    en: "Sections of a unit's published budget that no figure can tell; the newest of each counts.",
  },
  'department-transfer.sent.v1': {
    name: '部门间调剂已发出',
    zh: '资金离开本部门的明细（from），在途；对方将收到 to。',
    en: "The money has left this department's lines (from) and is under way; `to` is what the other one is to get.",
  },
  'department-transfer.received.v1': {
    name: '部门间调剂已到达',
    zh: '记在调入部门：资金记到其明细。',
    en: "In the other department's stream: the money stands on its lines.",
  },
  'department-transfer.settled.v1': {
    name: '部门间调剂已了结',
    zh: '记在调出部门：已知资金到达，不再动账。',
    en: "In the sender's stream: it knows of the arrival; no money moves.",
  },
  'department-transfer.returned.v1': {
    name: '部门间调剂已退回',
    zh: '记在调出部门：对方拒绝，资金自发出之日起回到原明细。',
    en: "In the sender's stream: the other one has refused, and the money is back on its lines from the day on which it left.",
  },
  'commands.combined.v1': {
    name: '组合记录',
    zh: '同一文件下的几条记录，一并成立。',
    en: 'Several events under one document, recorded as one.',
  },
  'event.reversed.v1': {
    name: '红冲',
    zh: '原记录各分录反号。',
    en: 'The postings of an earlier event with their signs turned.',
  },
  'year.closed.v1': {
    name: '年终结账',
    zh: '年度结账；尚有未结转的余额时一并记明。',
    en: 'The year is closed; what was left and not carried over is told.',
  },
  'year.reopened.v1': { name: '年度重新打开', zh: '已结账的年度重新受理。', en: 'A closed year takes postings again.' },
  'command.refused.v1': {
    name: '拒绝',
    zh: '命令违反规则，不予记账；原命令与依据的数据一并留存。',
    en: 'A rule forbids the command, and no money moves; the command and the figures are kept.',
  },
};

/** How the schema of a type of event describes itself. */
export function eventDescribedAs(type: EventType): { title: string; description: string } {
  const { name, zh, en } = EVENT_WORDS[type];
  return { title: type, description: `${name}：${zh} ${en}` };
}
