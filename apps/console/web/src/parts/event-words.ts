import { words } from '../words/language';

type Names = Record<string, string>;

const ZH: Names = {
  'ledger.opened': '账本已开立',
  'unit.registered': '登记单位',
  'budget.allocated': '年初批复',
  'budget.handed-down': '下达',
  'balance.carried-over': '上年结转',
  'balance.reclaimed': '收回存量资金',
  'budget.adjusted': '预算调整',
  'department-transfer.sent': '部门间调剂发出',
  'department-transfer.received': '部门间调剂到达',
  'department-transfer.settled': '部门间调剂了结',
  'department-transfer.returned': '部门间调剂退回',
  'funds.frozen': '冻结',
  'funds.released': '解冻',
  'payment.recorded': '支付',
  'refund.recorded': '退回',
  'ceiling.set': '设定控制数',
  'performance-targets.set': '绩效目标',
  'publication-text.set': '公开文本',
  'year.closed': '年终结账',
  'year.reopened': '年度重新打开',
  'event.reversed': '红冲',
  'commands.combined': '组合办理',
  'command.refused': '不予办理',
};
const EN: Names = {
  'ledger.opened': 'Ledger opened',
  'unit.registered': 'Unit registered',
  'budget.allocated': 'Original allocation',
  'budget.handed-down': 'Handed down',
  'balance.carried-over': 'Carried over',
  'balance.reclaimed': 'Balance reclaimed',
  'budget.adjusted': 'Adjustment',
  'department-transfer.sent': 'Transfer sent',
  'department-transfer.received': 'Transfer received',
  'department-transfer.settled': 'Transfer settled',
  'department-transfer.returned': 'Transfer returned',
  'funds.frozen': 'Frozen',
  'funds.released': 'Released',
  'payment.recorded': 'Payment',
  'refund.recorded': 'Refund',
  'ceiling.set': 'Ceiling set',
  'performance-targets.set': 'Performance targets',
  'publication-text.set': 'Publication text',
  'year.closed': 'Year closed',
  'year.reopened': 'Year reopened',
  'event.reversed': 'Reversal',
  'commands.combined': 'Combined',
  'command.refused': 'Refused',
};

/** Every type of event, without its version. */
export const EVENT_TYPES: readonly string[] = Object.keys(ZH);

/** What the types of events are called; a type that is not known yet is shown by its own name. */
export const EVENT_WORDS = words(
  { nameOf: (type: string) => nameIn(ZH, type) },
  { nameOf: (type) => nameIn(EN, type) },
);

function nameIn(names: Names, type: string): string {
  return names[type.replace(/\.v\d+$/, '')] ?? type;
}
