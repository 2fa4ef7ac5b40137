import { Arrivals } from './arrivals';
import { hashOf } from '../rule/envelope';
import type { LogRecord } from '../rule/fold';
import { markAt } from '../rule/mark';

const recordAt = (offset: number, text = `record ${offset}`): LogRecord => ({
  partition: 0,
  offset,
  key: null,
  value: Buffer.from(text),
});
const offsetsOf = (records: readonly LogRecord[]) => records.map(({ offset }) => offset);

test('records that come again change nothing, and the newest hash is that of the last one', () => {
  const arrivals = new Arrivals();
  expect(arrivals.lastHash).toBe('');
  expect(offsetsOf(arrivals.take([recordAt(0), recordAt(1), recordAt(1)]).fresh)).toEqual([0, 1]);
  const { fresh, damage } = arrivals.take([recordAt(0), recordAt(1), recordAt(2)]);
  expect([offsetsOf(fresh), damage]).toEqual([[2], undefined]);
  expect([arrivals.nextOffset, arrivals.lastHash]).toEqual([3, hashOf('record 2')]);
});

test('behind a hole nothing is taken any more', () => {
  const arrivals = new Arrivals();
  const { fresh, damage } = arrivals.take([recordAt(0), recordAt(2), recordAt(3)]);
  expect(offsetsOf(fresh)).toEqual([0]);
  expect(damage).toMatchObject({ offset: 1, why: { en: expect.stringContaining('(the next one stands at 2)') } });
  expect([arrivals.isDamaged, arrivals.nextOffset]).toEqual([true, 1]);
  expect(arrivals.take([recordAt(1)])).toEqual({ fresh: [] });
});

test('the newest record must be the same when it is met again, an older one is not looked at', () => {
  const arrivals = new Arrivals();
  arrivals.take([recordAt(0), recordAt(1)]);
  expect(arrivals.take([recordAt(0, 'another')]).damage).toBeUndefined();
  expect(arrivals.take([recordAt(1, 'another')]).damage).toMatchObject({ offset: 1 });
});

test('what cannot be read is damage, a control record is none and is not the first record', () => {
  const arrivals = new Arrivals();
  const { fresh } = arrivals.take([{ partition: 0, offset: 0, ...markAt.control(null) }, recordAt(1)]);
  expect([offsetsOf(fresh), arrivals.firstOffset]).toEqual([[0, 1], 1]);
  const unreadable = { partition: 0, offset: 2, ...markAt.unreadable('it is torn', 9) };
  expect(arrivals.take([unreadable]).damage).toMatchObject({
    offset: 2,
    why: { en: 'the batch from here to offset 9 cannot be read: it is torn' },
  });
  const nothing = new Arrivals().take([{ partition: 0, offset: 0, ...markAt.nothing }]);
  expect(nothing.damage?.why.en).toContain('an empty batch');
});
