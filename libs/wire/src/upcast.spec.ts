import { upcast, type UpcastStep } from './upcast';

/** Steps of an imaginary ledger whose first version wrote amounts as numbers, and whose second had another name for the document. */
const steps = new Map<string, UpcastStep>([
  [
    'budget.cut.v1',
    ({ data }) => {
      const { amount, ...rest } = data as { amount: number };
      return { type: 'budget.cut.v2', data: { ...rest, amountYuan: amount.toFixed(2) } };
    },
  ],
  [
    'budget.cut.v2',
    ({ data }) => {
      const { paper, ...rest } = data as { paper: string };
      return { type: 'budget.adjusted.v1', data: { ...rest, kind: 'cut', documentNumber: paper } };
    },
  ],
]);

test('an old event goes through every step to the newest form', () => {
  const old = { type: 'budget.cut.v1', data: { amount: 5, paper: '文号' } };
  const expected = { type: 'budget.adjusted.v1', data: { kind: 'cut', amountYuan: '5.00', documentNumber: '文号' } };
  expect(upcast(old, steps)).toEqual(expected);
  expect(old).toEqual({ type: 'budget.cut.v1', data: { amount: 5, paper: '文号' } });
});

test('an event in the middle goes through the steps that are left, and one without steps stays as it is', () => {
  const middle = { type: 'budget.cut.v2', data: { amountYuan: '5.00', paper: '文号' } };
  expect(upcast(middle, steps).type).toBe('budget.adjusted.v1');
  const newest = { type: 'unit.registered.v1', data: {} };
  expect(upcast(newest, steps)).toBe(newest);
});

test('steps that go round in a circle are told', () => {
  const circle = new Map<string, UpcastStep>([
    ['a', () => ({ type: 'b', data: {} })],
    ['b', () => ({ type: 'a', data: {} })],
  ]);
  expect(() => upcast({ type: 'a', data: {} }, circle)).toThrow(/circle/);
});
