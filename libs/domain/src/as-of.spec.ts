import { asOfHint, parseAsOf } from './as-of';

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
