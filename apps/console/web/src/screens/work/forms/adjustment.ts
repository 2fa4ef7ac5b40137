import type { Form } from './form';
import { lineFields } from './line-fields';

const LINES = { zh: '明细', en: 'Lines' };
const OUT = { zh: '调出', en: 'From' };
const IN = { zh: '调入', en: 'To' };

/** 追加, 追减 and 调剂: how a budget changes within its year. */
export const ADJUSTMENT_FORMS: readonly Form[] = [
  {
    name: 'supplement',
    family: 'budget',
    type: 'AdjustBudget',
    title: { zh: '追加', en: 'Supplement' },
    help: { zh: '增加预算。', en: 'Raises the budget.' },
    fixed: { kind: 'supplement' },
    hasYear: true,
    fields: [],
    lists: [{ name: 'lines', title: LINES, fields: lineFields({ unit: 'unit', amount: 'amount', origin: 'none' }) }],
  },
  {
    name: 'cut',
    family: 'budget',
    type: 'AdjustBudget',
    title: { zh: '追减', en: 'Cut' },
    help: { zh: '减少预算，不超过可用数。', en: 'Lowers the budget, by what is available at most.' },
    fixed: { kind: 'cut' },
    hasYear: true,
    fields: [],
    lists: [
      {
        name: 'lines',
        title: LINES,
        limit: 'available',
        fields: lineFields({ unit: 'unit-or-pool', amount: 'amount', origin: 'possible' }),
      },
    ],
  },
  {
    name: 'transfer',
    family: 'budget',
    type: 'AdjustBudget',
    title: { zh: '调剂', en: 'Transfer' },
    help: {
      zh: '在本部门的明细之间调剂，每种资金来源的调出、调入合计相等，总额不变。',
      en: 'From lines to lines of the department; for each source both sides are equal, and the total stays.',
    },
    fixed: { kind: 'transfer' },
    hasYear: true,
    fields: [],
    lists: [
      {
        name: 'from',
        title: OUT,
        limit: 'available',
        fields: lineFields({ unit: 'unit', amount: 'amount', origin: 'possible' }),
      },
      { name: 'to', title: IN, fields: lineFields({ unit: 'unit', amount: 'amount', origin: 'possible' }) },
    ],
  },
  {
    name: 'transfer-to-department',
    family: 'budget',
    type: 'TransferToDepartment',
    title: { zh: '部门间调剂', en: 'Transfer to a department' },
    help: {
      zh: '把资金调剂给另一部门：先离开本部门，对方接受后到达，对方拒绝则退回。',
      en: 'Money leaves this department and arrives at the other one, or comes back where that one refuses it.',
    },
    hasYear: true,
    fields: [
      { name: 'toDepartment', label: { zh: '调入部门', en: 'To department' }, kind: 'department', isNeeded: true },
    ],
    lists: [
      {
        name: 'from',
        title: OUT,
        limit: 'available',
        fields: lineFields({ unit: 'unit', amount: 'amount', origin: 'possible' }),
      },
      {
        name: 'to',
        title: { zh: '调入（对方部门的单位）', en: 'To units of the other department' },
        fields: lineFields({ unit: 'unit-free', amount: 'amount', origin: 'possible' }),
      },
    ],
  },
];
