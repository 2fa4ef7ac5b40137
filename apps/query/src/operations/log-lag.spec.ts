import { logLag } from './log-lag';

const NOW = Date.parse('2026-01-05T08:00:10.000Z');
const log = (time: string | undefined) => ({
  ends: () =>
    Promise.resolve(
      new Map([
        [0, 5],
        [1, 7],
      ]),
    ),
  timeOf: (partition: number, offset: number) =>
    partition === 1 && offset === 4 ? Promise.resolve(time) : Promise.reject(new Error('another record')),
});

describe('how far the tables are behind the log', () => {
  it('is told in records and by how long the first of them has waited', async () => {
    const projected = new Map([
      [0, 5],
      [1, 4],
    ]);
    expect(await logLag(log('2026-01-05T08:00:00.000Z'), projected, NOW)).toEqual([
      { partition: 0, next: 5, end: 5, records: 0, seconds: 0 },
      { partition: 1, next: 4, end: 7, records: 3, seconds: 10 },
    ]);
  });

  it('is of every partition, and says that a time is not known', async () => {
    expect(await logLag(log(undefined), new Map([[1, 4]]), NOW)).toEqual([
      { partition: 0, next: 0, end: 5, records: 5, seconds: null },
      { partition: 1, next: 4, end: 7, records: 3, seconds: null },
    ]);
  });

  it('is never less than nothing, where tables have moved on meanwhile or a clock is ahead', async () => {
    const [, one] = await logLag(
      log('2026-01-05T09:00:00.000Z'),
      new Map([
        [0, 9],
        [1, 4],
      ]),
      NOW,
    );
    expect(one?.seconds).toBe(0);
    const [zero] = await logLag(
      log(undefined),
      new Map([
        [0, 9],
        [1, 7],
      ]),
      NOW,
    );
    expect(zero).toEqual({ partition: 0, next: 9, end: 5, records: 0, seconds: 0 });
  });
});
