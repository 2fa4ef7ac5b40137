import { checkOrOpen } from './check-or-open';
import { parseEnvelope } from '../rule/envelope';
import { markAt } from '../rule/mark';
import { openingPartition, openingRecord } from '../rule/opening';
import { MemoryLog } from '../../test/memory-log';

const home = openingPartition(2);

/** A log that begins where the spec says. */
class FoundLog extends MemoryLog {
  starts = [0, 0];

  offsets() {
    return Promise.resolve(
      this.records.map(({ length }, partition) => ({ start: this.starts[partition] ?? 0, end: length })),
    );
  }
}

test('an empty log is opened once by whoever may, and found open by everybody later', async () => {
  const log = new FoundLog(2);
  await checkOrOpen(log, true);
  expect(log.records.map(({ length }) => length)[home]).toBe(1);
  expect(parseEnvelope(log.records[home]?.[0]?.value ?? null)).toMatchObject({
    data: { ledgerId: 'spec', partitions: 2 },
  });
  await checkOrOpen(log, true);
  await checkOrOpen(log, false);
  expect(log.records.flat()).toHaveLength(1);
});

test('a reader waits until somebody has opened it', async () => {
  const log = new FoundLog(2);
  const waiting = checkOrOpen(log, false);
  await log.append(home, [openingRecord('spec', 2, new Date(0))]);
  await waiting;
  expect(log.records.flat()).toHaveLength(1);
});

test('a control record before the opening one is passed by', async () => {
  const log = new FoundLog(2);
  log.records[home]?.push({ partition: home, offset: 0, ...markAt.control(null) });
  await log.append(home, [openingRecord('spec', 2, new Date(0))]);
  await checkOrOpen(log, false);
});

test.each<[string, (log: FoundLog) => unknown, RegExp]>([
  [
    'has lost its first records',
    (log) => (log.starts = [0, 3]),
    /partition 1 begins at offset 3: its first records were/,
  ],
  [
    'begins with something else',
    (log) => log.append(home, [{ key: 's', value: Buffer.from('{}') }]),
    /does not open a log/,
  ],
  [
    'holds records and was never opened',
    (log) => log.append(1 - home, [{ key: 's', value: Buffer.from('{}') }]),
    /does not open a log/,
  ],
  [
    'belongs to another ledger',
    (log) => log.append(home, [openingRecord('other', 2, new Date(0))]),
    /belongs to urn:budget-ledger:other/,
  ],
  [
    'has had another number of partitions',
    (log) => log.append(home, [openingRecord('spec', 6, new Date(0))]),
    /opened with 6 partitions and has 2 now/,
  ],
])('a log that %s is refused, and nothing is written to it', async (_, make, why) => {
  const log = new FoundLog(2);
  make(log);
  const before = log.records.flat().length;
  await expect(checkOrOpen(log, true)).rejects.toThrow(why);
  expect(log.records.flat()).toHaveLength(before);
});
