import type { List } from '../forms/form';
import { type BookLine, keyOf, rowOf, standingsOf, sumOf } from './available';

const LINE: BookLine = {
  unit: '126001',
  source: 'general-public-budget',
  function: '2012901',
  economic: '30201',
  category: 'operating',
  currentYuan: '10.00',
  availableYuan: '3.00',
  paidYuan: '7.00',
  refundedYuan: '2.00',
  frozenYuan: '0.00',
};
const listOf = (limit?: List['limit']): List => ({
  name: 'lines',
  title: { zh: '', en: '' },
  fields: [],
  ...(limit && { limit }),
});

test('rows of one line ask for it together, and each is told that it falls short', () => {
  const rows = [
    { ...rowOf(LINE), amountYuan: '2' },
    { ...rowOf(LINE), amountYuan: '3' },
  ];
  const short = { hasYuan: '3.00', askedYuan: '5.00', isShort: true, isKnown: true };
  expect(standingsOf(listOf('available'), rows, [LINE])).toEqual([short, short]);
});

test('a refund stands against what was paid and did not come back yet', () => {
  const [standing] = standingsOf(listOf('paid'), [{ ...rowOf(LINE), amountYuan: '5' }], [LINE]);
  expect(standing).toMatchObject({ hasYuan: '5.00', isShort: false });
});

test('what raises a line has no limit, a line that is not there has nothing, and a row that is not whole stands nowhere', () => {
  const raised = standingsOf(listOf(), [{ ...rowOf(LINE), amountYuan: '500' }], [LINE]);
  expect(raised).toEqual([{ hasYuan: '10.00', askedYuan: '500.00', isShort: false, isKnown: true }]);
  const missing = standingsOf(listOf('available'), [{ ...rowOf(LINE), economic: '30299', amountYuan: '0.01' }], [LINE]);
  expect(missing).toMatchObject([{ hasYuan: '0.00', isShort: true, isKnown: false }]);
  expect(standingsOf(listOf('available'), [{ unit: '126001' }], [LINE])).toEqual([undefined]);
});

test('a project that an earlier choice left behind is no part of an operating line', () => {
  expect(keyOf({ ...LINE, project: 'x' })).toBe(keyOf(LINE));
});

test('sums count what can be read', () => {
  expect(sumOf([{ amountYuan: '1,000' }, { amountYuan: '2万' }, { amountYuan: 'x' }, {}])).toBe('21000.00');
});
