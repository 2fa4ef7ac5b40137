import fc from 'fast-check';

import { asOfHint, isDay, parseAsOf } from './as-of';

const time = (before: string) => ({ kind: 'time', before });

describe('what a question about the past names', () => {
  it.each([
    ['17', { kind: 'revision', revision: 17 }],
    ['3:41', { kind: 'position', position: new Map([[3, 41]]) }],
    ['2024-06-30', time('2024-06-30T16:00:00.000Z')],
    ['2024-06-30T18:00:00+08:00', time('2024-06-30T10:00:00.001Z')],
    ['2024-06-30T10:00Z', time('2024-06-30T10:00:00.001Z')],
    // As an address with a literal plus is decoded, and as people write a moment.
    ['2024-06-30T18:00:00 08:00', time('2024-06-30T10:00:00.001Z')],
    ['2024-06-30 18:00:00+08:00', time('2024-06-30T10:00:00.001Z')],
    // Finer than records are timed.
    ['2024-06-30T10:00:00.123456Z', time('2024-06-30T10:00:00.124Z')],
    ['2024-06-30T10:00:00.123456789 08:00', time('2024-06-30T02:00:00.124Z')],
    // A number that is no day is a revision, however large.
    ['20241301', { kind: 'revision', revision: 20_241_301 }],
    ['12345678', { kind: 'revision', revision: 12_345_678 }],
  ])('%s is read', (text, expected) => {
    expect(parseAsOf(text)).toEqual(expected);
  });

  it.each([
    ['20300101', /请写作 2030-01-01$/],
    ['19991231', /像日期而不是版本号/],
    ['2024-06-30T18:00:00', /缺少时区，请写作 2024-06-30T18:00:00\+08:00/],
    ['2024-06-30 18:00', /缺少时区，请写作 2024-06-30T18:00\+08:00/],
    ['2024-02-30', /应为日期 2024-06-30、带时区的时刻/],
    ['2024-02-30T00:00:00Z', /应为日期/],
    ['2024-06-30T25:00:00Z', /应为日期/],
    ['latest', /应为日期/],
    ['', /应为日期/],
  ])('%s is not, and the hint says what to write', (text, zh) => {
    expect(parseAsOf(text)).toBeUndefined();
    expect(asOfHint(text).zh).toMatch(zh);
  });
});

describe('a day', () => {
  const two = (most: number): fc.Arbitrary<string> =>
    fc.integer({ min: 0, max: most }).map((number) => String(number).padStart(2, '0'));
  const years = fc.integer({ min: 0, max: 9_999 }).map((year) => String(year).padStart(4, '0'));
  const leaps = fc.constantFrom('0000', '0100', '0400', '1900', '2000', '2024', '9999');

  it('is one that the calendar of ECMAScript writes back as it was', () => {
    fc.assert(
      fc.property(fc.oneof(years, leaps), two(14), two(33), (year, month, day) => {
        const text = `${year}-${month}-${day}`;
        const instant = new Date(`${text}T00:00:00Z`);
        const isWrittenBack = !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
        expect(isDay(text)).toBe(isWrittenBack);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['2024-06-3', '2024-06-30\n', '+02024-06-30', '2024-6-30', '２０２４-06-30', ''])('is not %j', (text) => {
    expect(isDay(text)).toBe(false);
  });
});
