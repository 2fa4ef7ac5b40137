import { evolve } from './state';
import { emptyState, stateFromJson, stateToJson } from './index';
import type { LedgerEvent } from './events';

const basis = { documentNumber: '样例〔2024〕1号', effectiveDate: '2024-01-01', fiscalYear: 2024, chartHash: 'c' };
const line = {
  unit: '126001',
  source: 'general-public-budget',
  function: '2012901',
  economic: '30101',
  category: 'project',
  project: '甲|乙',
  amountYuan: '123456789012345.00',
} as const;
const events: LedgerEvent[] = [
  {
    type: 'unit.registered.v1',
    data: { documentNumber: 'x', effectiveDate: '2024-01-01', unit: '126001', name: '妇联', departmentName: '妇联' },
  },
  {
    type: 'budget.allocated.v1',
    data: { ...basis, lines: [line, { ...line, procurement: 'goods', amountYuan: '0.01' }] },
  },
  {
    type: 'balance.carried-over.v1',
    data: { ...basis, kind: 'surplus', opening: true, lines: [{ ...line, originYear: 2022, amountYuan: '7.00' }] },
  },
  {
    type: 'budget.adjusted.v1',
    data: {
      ...basis,
      kind: 'transfer',
      from: [{ ...line, amountYuan: '5.00' }],
      to: [{ ...line, economic: '30102', amountYuan: '5.00' }],
    },
  },
  {
    type: 'performance-targets.set.v1',
    data: {
      documentNumber: 'x',
      effectiveDate: '2024-01-01',
      fiscalYear: 2024,
      unit: '126001',
      declaredFunds: { totalYuan: '1.00' },
      tasks: [],
      goals: ['目标'],
      indicators: [],
    },
  },
  {
    type: 'publication-text.set.v1',
    data: {
      documentNumber: 'x',
      effectiveDate: '2024-01-01',
      fiscalYear: 2024,
      unit: '126001',
      sections: [
        { section: 'project', project: '项目', overview: '概述' },
        { section: 'duties', paragraphs: ['一是……'] },
      ],
    },
  },
];

test('a state comes back from JSON as it was, with every amount exact', () => {
  const state = events.reduce(evolve, emptyState);
  expect(stateFromJson(JSON.parse(JSON.stringify(stateToJson(state))))).toEqual(state);
});

test('an amount that is none is not guessed', () => {
  const json = JSON.parse(
    JSON.stringify(stateToJson(events.reduce(evolve, emptyState))).replace('0.01', 'x'),
  ) as unknown;
  expect(() => stateFromJson(json)).toThrow(RangeError);
});
