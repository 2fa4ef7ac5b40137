import type { Field, Form, List } from './form';
import { lineFields } from './line-fields';

const LINES = { zh: '明细', en: 'Lines' };
const anyLines = (limit?: List['limit']): List => ({
  name: 'lines',
  title: LINES,
  ...(limit === undefined ? {} : { limit }),
  fields: lineFields({ unit: 'unit', amount: 'amount', origin: 'possible' }),
});
const freeze = (isNeeded: boolean): Field => ({
  name: 'freezeRevision',
  label: { zh: isNeeded ? '所解冻的冻结' : '动用的冻结', en: isNeeded ? 'The freeze' : 'Out of the freeze' },
  kind: 'freeze',
  isNeeded,
});

/** 冻结, 支付 and what follows them: how a budget is used. */
export const EXECUTION_FORMS: readonly Form[] = [
  {
    name: 'freeze',
    family: 'execution',
    type: 'FreezeFunds',
    title: { zh: '冻结', en: 'Freeze' },
    help: { zh: '冻结可用余额，以后从中支付或解冻。', en: 'Sets available money aside, to be paid or released later.' },
    hasYear: true,
    fields: [],
    lists: [anyLines('available')],
  },
  {
    name: 'release',
    family: 'execution',
    type: 'ReleaseFunds',
    title: { zh: '解冻', en: 'Release' },
    help: {
      zh: '解冻所列明细；不列明细时解冻该笔冻结的全部余额。',
      en: 'Releases the lines, or all that the freeze still holds where none is named.',
    },
    hasYear: true,
    fields: [freeze(true)],
    lists: [{ ...anyLines(), mayBeEmpty: true }],
  },
  {
    name: 'pay',
    family: 'execution',
    type: 'RecordPayment',
    title: { zh: '支付', en: 'Payment' },
    help: { zh: '从可用余额或指明的冻结中支付。', en: 'Out of what is available, or out of a freeze.' },
    hasYear: true,
    fields: [
      freeze(false),
      {
        name: 'final',
        label: { zh: '最后一笔，余额解冻', en: 'The last payment; the rest is released' },
        kind: 'flag',
        when: ({ freezeRevision = '' }) => freezeRevision !== '',
      },
      {
        name: 'beyondFreeze',
        label: { zh: '可超出冻结，从可用余额支付', en: 'May go beyond the freeze' },
        kind: 'flag',
        when: ({ freezeRevision = '' }) => freezeRevision !== '',
      },
    ],
    lists: [anyLines('available')],
  },
  {
    name: 'refund',
    family: 'execution',
    type: 'RecordRefund',
    title: { zh: '退回', en: 'Refund' },
    help: { zh: '已支付的资金退回，不超过已支付金额。', en: 'Paid money that came back, at most what was paid.' },
    hasYear: true,
    fields: [],
    lists: [anyLines('paid')],
  },
  {
    name: 'reclaim',
    family: 'execution',
    type: 'ReclaimBalance',
    title: { zh: '收回存量资金', en: 'Reclaim' },
    help: { zh: '把上年结转的资金收回财政。', en: 'Takes carried-over money back to the treasury.' },
    hasYear: true,
    fields: [],
    lists: [
      {
        name: 'lines',
        title: LINES,
        limit: 'available',
        fields: lineFields({ unit: 'unit-or-pool', amount: 'amount', origin: 'needed' }),
      },
    ],
  },
];
