import type { Form } from './form';
import { lineFields } from './line-fields';

const LINES = { zh: '明细', en: 'Lines' };

/** 年初批复, 下达 and 上年结转: where a year's money comes from. */
export const BUDGET_FORMS: readonly Form[] = [
  {
    name: 'allocate',
    family: 'budget',
    type: 'AllocateBudget',
    title: { zh: '年初批复', en: 'Original allocation' },
    help: {
      zh: '批复当年预算，记到单位，或记到部门待下达。',
      en: "Approves the year's budget, for units or for the department's pool.",
    },
    hasYear: true,
    fields: [],
    lists: [
      { name: 'lines', title: LINES, fields: lineFields({ unit: 'unit-or-pool', amount: 'stated', origin: 'none' }) },
    ],
  },
  {
    name: 'hand-down',
    family: 'budget',
    type: 'HandDownBudget',
    title: { zh: '下达', en: 'Hand down' },
    help: {
      zh: '把部门待下达的预算下达到单位，两边合计相等，用途不变。',
      en: "Hands the department's pool down to units; both sides are equal, and the purpose stays.",
    },
    hasYear: true,
    fields: [],
    lists: [
      {
        name: 'from',
        title: { zh: '待下达（调出）', en: 'From the pool' },
        limit: 'available',
        fields: lineFields({ unit: 'pool', amount: 'amount', origin: 'possible' }),
      },
      {
        name: 'to',
        title: { zh: '下达到单位（调入）', en: 'To units' },
        fields: lineFields({ unit: 'unit', amount: 'amount', origin: 'possible' }),
      },
    ],
  },
  {
    name: 'carry-over-opening',
    family: 'budget',
    type: 'CarryOverBalance',
    title: { zh: '期初结转', en: 'Opening carry-over' },
    help: { zh: '照文件录入上年余额。', en: 'The balance of earlier years as a document states it.' },
    fixed: { opening: true },
    hasYear: true,
    fields: [
      {
        name: 'kind',
        label: { zh: '种类', en: 'Kind' },
        kind: 'choice',
        isNeeded: true,
        options: [
          { value: 'carry-forward', label: { zh: '结转', en: 'Carry-forward (结转)' } },
          { value: 'surplus', label: { zh: '结余', en: 'Surplus (结余)' } },
        ],
      },
    ],
    lists: [
      { name: 'lines', title: LINES, fields: lineFields({ unit: 'unit-or-pool', amount: 'stated', origin: 'needed' }) },
    ],
  },
  {
    name: 'carry-over',
    family: 'budget',
    type: 'CarryOverBalance',
    title: { zh: '年终结转（结余）', en: 'Year-end carry-over' },
    help: {
      zh: '把上年明细的余额转入本年；结转保持用途，结余可另定用途。',
      en: 'Takes what lines of the year before have left into this year; 结转 keeps its purpose, 结余 may get another.',
    },
    hasYear: true,
    fields: [
      {
        name: 'kind',
        label: { zh: '种类', en: 'Kind' },
        kind: 'choice',
        isNeeded: true,
        options: [
          { value: 'carry-forward', label: { zh: '结转（用途不变）', en: 'Carry-forward, purpose kept' } },
          { value: 'surplus', label: { zh: '结余', en: 'Surplus' } },
        ],
      },
    ],
    lists: [
      {
        name: 'lines',
        title: { zh: '上年的明细', en: 'Lines of the year before' },
        limit: 'available',
        year: 'before',
        fields: lineFields({ unit: 'unit-or-pool', amount: 'amount', origin: 'possible' }),
      },
      {
        name: 'to',
        title: { zh: '转入本年的明细（不填则保持用途）', en: 'Lines of this year (none keeps the purpose)' },
        mayBeEmpty: true,
        when: ({ kind }) => kind === 'surplus',
        fields: lineFields({ unit: 'unit-or-pool', amount: 'amount', origin: 'needed' }),
      },
    ],
  },
];
