import fc from 'fast-check';

import { changed, lowestFrom, type Timeline } from './timeline';

const DAYS = ['2023-12-31', '2024-01-01', '2024-01-02', '2024-02-29', '2024-03-01', '2024-12-31', '2025-01-01'];
const changes = fc.array(fc.record({ date: fc.constantFrom(...DAYS), deltaFen: fc.bigInt({ min: -4n, max: 4n }) }), {
  maxLength: 12,
});
const timelineOf = (all: { date: string; deltaFen: bigint }[]) =>
  all.reduce<Timeline>((timeline, { date, deltaFen }) => changed(timeline, date, deltaFen), []);

test('a timeline is the sums of the days in their order, whatever the order of the postings', () => {
  fc.assert(
    fc.property(changes, (all) => {
      const sums = DAYS.map((date) => ({
        date,
        deltaFen: all.filter((change) => change.date === date).reduce((sum, { deltaFen }) => sum + deltaFen, 0n),
      }));
      expect(timelineOf(all)).toEqual(sums.filter(({ deltaFen }) => deltaFen !== 0n));
    }),
  );
});

test('an earlier timeline stays what it was', () => {
  fc.assert(
    fc.property(changes, fc.constantFrom(...DAYS), (all, date) => {
      const before = timelineOf(all);
      const copy = structuredClone(before);
      changed(before, date, 1n);
      expect(before).toEqual(copy);
    }),
  );
});

test('the lowest amount from a day on is the least at the end of that day and of every later one, on the first such day', () => {
  fc.assert(
    fc.property(changes, fc.constantFrom('2023-01-01', ...DAYS, '2026-01-01'), (all, from) => {
      const amountOn = (day: string) =>
        all.filter(({ date }) => date <= day).reduce((sum, { deltaFen }) => sum + deltaFen, 0n);
      const amounts = [from, ...DAYS.filter((day) => day > from)].map((date) => ({ date, fen: amountOn(date) }));
      const least = amounts.reduce((lowest, amount) => (amount.fen < lowest.fen ? amount : lowest));
      expect(lowestFrom(timelineOf(all), from)).toEqual(least);
    }),
  );
});
