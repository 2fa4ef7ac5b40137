import fc from 'fast-check';

import { AMOUNT_PATTERN, fenOf, sumFen, withTwoPlaces, yuanOf } from './money';

describe('AMOUNT_PATTERN', () => {
  it.each(['1', '10', '0.1', '0.01', '0.10', '1.2', '1.23', '999999999999999', '9999999999999.99', '99999999999999.9'])(
    'takes %s',
    (amount) => {
      expect(AMOUNT_PATTERN.test(amount)).toBe(true);
    },
  );

  it.each([
    ['sixteen digits', '1000000000000000'],
    ['sixteen digits, two of them places', '10000000000000.01'],
    ['zero', '0'],
    ['zero with a place', '0.0'],
    ['zero with two places', '0.00'],
    ['a point without places', '1.'],
    ['places without a whole part', '.5'],
    ['an exponent', '1e3'],
    ['a negative amount', '-1'],
    ['a plus sign', '+1'],
    ['a leading zero', '01'],
    ['a leading zero before a point', '00.1'],
    ['a space before', ' 1'],
    ['a space behind', '1 '],
    ['a line feed behind', '1\n'],
    ['three places', '1.234'],
    ['two points', '1.2.3'],
    ['grouped digits', '1,000'],
    ['full-width digits', '１００'],
    ['Arabic digits', '١'],
    ['nothing', ''],
    ['a hexadecimal number', '0x1'],
    ['no number', 'NaN'],
  ])('refuses %s', (_, amount) => {
    expect(AMOUNT_PATTERN.test(amount)).toBe(false);
  });

  it('takes exactly the positive amounts of at most fifteen digits, without a second spelling of the whole part', () => {
    const digits = (least: number, most: number) =>
      fc.string({ unit: fc.constantFrom('0', '1', '2', '5', '9'), minLength: least, maxLength: most });
    fc.assert(
      fc.property(digits(0, 17), fc.option(digits(0, 3), { nil: undefined }), (whole, places) => {
        const amount = places === undefined ? whole : `${whole}.${places}`;
        const expected =
          whole !== '' &&
          (whole === '0' || !whole.startsWith('0')) &&
          places !== '' &&
          (places?.length ?? 0) <= 2 &&
          whole.length + (places?.length ?? 0) <= 15 &&
          /[1-9]/.test(amount);
        expect(AMOUNT_PATTERN.test(amount)).toBe(expected);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('fenOf and yuanOf', () => {
  it.each([
    ['0', 0n, '0.00'],
    ['-0.00', 0n, '0.00'],
    ['0.01', 1n, '0.01'],
    ['-0.05', -5n, '-0.05'],
    ['0.1', 10n, '0.10'],
    ['100', 10_000n, '100.00'],
    ['-12.3', -1_230n, '-12.30'],
    ['834200.00', 83_420_000n, '834200.00'],
    ['999999999999999', 99_999_999_999_999_900n, '999999999999999.00'],
  ])('%s is %d fen, written %s', (yuan, fen, written) => {
    expect(fenOf(yuan)).toBe(fen);
    expect(yuanOf(fen)).toBe(written);
  });

  it('undo each other for every amount, however large', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (fen) => {
        expect(fenOf(yuanOf(fen))).toBe(fen);
        expect(yuanOf(fen)).toMatch(/^-?(0|[1-9]\d*)\.\d{2}$/);
      }),
    );
  });

  it.each(['', '1.', '.5', '1.234', '1e3', ' 1', '1 ', '--1', 'abc', '１'])('reads %j as no amount', (yuan) => {
    expect(() => fenOf(yuan)).toThrow(RangeError);
  });

  it('sums exactly', () => {
    expect(sumFen([])).toBe(0n);
    expect(sumFen([1n, -3n, 10n ** 20n])).toBe(10n ** 20n - 2n);
  });
});

describe('an amount with two places', () => {
  it.each([
    ['1', '1.00'],
    ['0.1', '0.10'],
    ['0.01', '0.01'],
    ['834200.00', '834200.00'],
    ['0', '0.00'],
    ['-1.5', '-1.50'],
  ])('%s is %s', (sent, spelled) => {
    expect(withTwoPlaces(sent)).toBe(spelled);
  });

  it('is the text that its fen are written as', () => {
    const amounts = fc.tuple(
      fc.bigInt({ min: 0n, max: 10n ** 15n }),
      fc.constantFrom('', '.0', '.00', '.5', '.50', '.05'),
    );
    fc.assert(
      fc.property(amounts, ([whole, places]) => {
        const amount = `${whole}${places}`;
        expect(withTwoPlaces(amount)).toBe(yuanOf(fenOf(amount)));
      }),
    );
  });
});
