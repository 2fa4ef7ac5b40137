import { readAmount } from './amount';

test.each([
  ['1234.5', '1234.50'],
  ['1,234.50', '1234.50'],
  ['１，２３４．５', '1234.50'],
  ['¥ 12 元', '12.00'],
  ['3.5万', '35000.00'],
  ['0.0001万元', '1.00'],
  ['1.23456789亿', '123456789.00'],
  ['0012.', '12.00'],
  ['12.500', '12.50'],
])('%s is %s yuan', (typed, yuan) => expect(readAmount(typed, false)).toEqual({ yuan }));

test.each(['', 'abc', '1,23', '1.234', '-5', '(5)', '−5', '0', '0.0000001万', '1234567890123456', '1e5', '1 万 2'])(
  '%s is refused with a reason',
  (typed) => expect(readAmount(typed, false)).toEqual({ fault: { zh: expect.any(String), en: expect.any(String) } }),
);

test('what a document states may be zero', () => expect(readAmount('0', true)).toEqual({ yuan: '0.00' }));
