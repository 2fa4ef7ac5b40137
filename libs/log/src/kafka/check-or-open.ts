import { setTimeout as delay } from 'node:timers/promises';

import { stampBehind } from '../clock';
import type { LedgerPort } from '../ports';
import { LogUnfit, LogUnreachable } from '../rule/errors';
import type { LogRecord } from '../rule/fold';
import { checkOpening, openingPartition, openingRecord } from '../rule/opening';
import { within } from '../within';

/** A log of which nobody has looked yet at what it begins with. */
type NewlyFound = Pick<LedgerPort, 'ledgerId' | 'topic' | 'partitions' | 'clock' | 'read'> & {
  append(partition: number, records: readonly { key: string; value: Buffer }[]): Promise<number | undefined>;
  /** Where each partition begins and ends. */
  offsets(): Promise<{ start: number; end: number }[]>;
};

/** An empty log is opened, or waited for; one that holds records must begin with its opening record. */
export async function checkOrOpen(log: NewlyFound, create: boolean): Promise<void> {
  const { ledgerId, topic, partitions } = log;
  const partition = openingPartition(partitions);
  for (;;) {
    const offsets = await within(log.offsets(), `the ends of ${topic}`);
    const forgotten = offsets.findIndex(({ start }) => start > 0);
    if (forgotten >= 0) {
      throw new LogUnfit(
        `${topic} partition ${forgotten} begins at offset ${offsets[forgotten]?.start ?? 0}: its first records were deleted. Restore the topic.`,
      );
    }
    const first = await firstRecord(log, partition, offsets[partition]?.end ?? 0);
    if (first !== undefined) {
      checkOpening(topic, ledgerId, partitions, first.value);
      return;
    }
    for (const [partition, { end }] of offsets.entries()) {
      if ((await firstRecord(log, partition, end)) !== undefined) {
        checkOpening(topic, ledgerId, partitions, null);
      }
    }
    if (create) {
      const opening = openingRecord(ledgerId, partitions, openingTime(log));
      await within(log.append(partition, [opening]), `the opening record of ${topic}`);
    } else await delay(200);
  }
}

function openingTime(log: NewlyFound): Date {
  const stamp = stampBehind('', log.clock());
  return new Date(stamp.kind === 'clock-apart' ? stamp.broker : stamp.kind === 'stamp' ? stamp.time : Date.now());
}

/** The first record before an end, which is no control record; nothing where there is none. */
async function firstRecord(log: NewlyFound, partition: number, end: number): Promise<LogRecord | undefined> {
  if (end === 0) return undefined;
  let found: (record: LogRecord | undefined) => void;
  const record = new Promise<LogRecord | undefined>((resolve) => (found = resolve));
  const reader = await log.read((from, records) => {
    if (from !== partition) return Promise.resolve();
    const first = records.find(({ mark }) => mark?.kind !== 'control');
    if (first !== undefined || (records.at(-1)?.offset ?? 0) + 1 >= end) found(first);
    return Promise.resolve();
  }, new Array<number>(log.partitions).fill(0));
  const patience = new AbortController();
  try {
    return await Promise.race([
      record,
      delay(30_000, undefined, { signal: patience.signal }).then(() => {
        throw new LogUnreachable(
          `The first record of ${log.topic} could not be read within 30 seconds: check the brokers.`,
        );
      }),
    ]);
  } finally {
    patience.abort();
    await reader.stop();
  }
}
