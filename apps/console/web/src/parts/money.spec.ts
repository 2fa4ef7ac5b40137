import fc from 'fast-check';

import { asChange, asTenThousand, asYuan, fenOf, grouping, paidOf, shareOf, yuanOf as spelled } from './money';

const fen = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n });
const yuanOf = (amount: bigint): string => {
  const size = amount < 0n ? -amount : amount;
  return `${amount < 0n ? '-' : ''}${size / 100n}.${String(size % 100n).padStart(2, '0')}`;
};

describe('money on the pages', () => {
  it('keeps every digit of an amount', () => {
    fc.assert(
      fc.property(fen, (amount) => {
        expect(fenOf(yuanOf(amount))).toBe(amount);
        expect(asYuan(yuanOf(amount)).replaceAll(',', '').replace('\u2212', '-')).toBe(yuanOf(amount));
      }),
    );
  });

  it.each([
    ['6912935.00', '691.29'],
    ['1759155.00', '175.92'],
    ['50.00', '0.01'],
    ['-50.00', '\u22120.01'],
    ['49.99', '0.00'],
    ['-49.99', '0.00'],
    ['123456789012.34', '12,345,678.90'],
  ])('%s yuan is %s in 万元, rounded half away from zero as the tables print it', (amountYuan, printed) => {
    expect(asTenThousand(amountYuan)).toBe(printed);
  });

  it('is within half a unit of the last place of what it rounds', () => {
    fc.assert(
      fc.property(fen, (amount) => {
        const printed = asTenThousand(yuanOf(amount)).replaceAll(',', '').replace('\u2212', '-');
        const difference = BigInt(printed.replace('.', '')) * 10_000n - amount;
        expect(difference <= 5_000n && difference >= -5_000n).toBe(true);
      }),
    );
  });

  it('bears the sign of a change, and none where nothing changed', () => {
    expect([asChange('120000.00', 'wan'), asChange('-3.50', 'yuan'), asChange('0.00', 'yuan')]).toEqual([
      '+12.00',
      '\u22123.50',
      '0.00',
    ]);
  });

  it('leaves text as it is', () => {
    expect([grouping('2012901项'), grouping('1234.50'), grouping('-1234.50'), grouping('')]).toEqual([
      '2012901项',
      '1,234.50',
      '\u22121,234.50',
      '',
    ]);
  });

  it('spells fen as they were, and counts for paid what did not come back', () => {
    fc.assert(fc.property(fen, (amount) => expect(spelled(amount)).toBe(yuanOf(amount))));
    expect(paidOf({ paidYuan: '100.00', refundedYuan: '30.50' })).toBe('69.50');
  });

  it('has a share between nothing and all', () => {
    expect([
      shareOf('50.00', '200.00'),
      shareOf('300.00', '200.00'),
      shareOf('-1.00', '200.00'),
      shareOf('1.00', '0.00'),
    ]).toEqual([0.25, 1, 0, 0]);
  });
});
