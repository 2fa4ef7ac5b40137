import { setTimeout as delay } from 'node:timers/promises';

import { LedgerWriter, type LedgerWriterSettings } from './ledger-writer';
import { LogDamaged, LogUnreachable } from '../rule/errors';
import { partitionOf } from '../rule/murmur2';
import { adder, submissionOf } from '../../test/adder';
import { MemoryLog } from '../../test/memory-log';

/** Two streams that stand in different partitions. */
const S = 's';
const ofS = partitionOf(S, 2);
const T = ['t', 'u', 'v', 'w'].find((stream) => partitionOf(stream, 2) !== ofS) ?? '';
const ofT = 1 - ofS;

const running: { stop(): Promise<void> }[] = [];

async function start(log: MemoryLog, settings: LedgerWriterSettings<number> = {}, alarms: string[] = []) {
  const events = { alarm: (message: string) => alarms.push(message) };
  const writer = await LedgerWriter.start(log, adder, events, settings);
  running.push(writer);
  return writer;
}

/** A log with two commands in one stream and one in another, each in a partition of its own. */
async function writtenLog(): Promise<MemoryLog> {
  const log = new MemoryLog(2);
  const writer = await start(log);
  for (const [stream, id] of [
    [S, 'a'],
    [S, 'b'],
    [T, 'c'],
  ] as const)
    await writer.submit(stream, submissionOf(id));
  return log;
}

async function until(isSo: () => boolean): Promise<void> {
  for (let n = 0; n < 1_000 && !isSo(); n += 1) await delay(1);
  expect(isSo()).toBe(true);
}

afterEach(async () => {
  for (const writer of running.splice(0)) await writer.stop();
});

test('a start has read everything that stood in the log, and says on the way what it waits for', async () => {
  const log = await writtenLog();
  const waits: unknown[] = [];
  const progress = (wait: unknown) => waits.push(typeof wait === 'function' ? (wait as () => string)() : wait);
  const writer = await start(log, { progress });
  expect([writer.stateOf(S), writer.stateOf(T)]).toEqual([2, 1]);
  expect(writer.headOf(S).revision).toBe(2);
  expect([...writer.streamNames].sort()).toEqual([S, T]);
  expect(writer.counts).toEqual({ accepted: 3, void: 0, junk: 0, control: 0, foreign: 3, lostRaces: 0 });
  expect(waits).toEqual(['the end of spec.events', 'the log to be read: 3 records are left of 3']);
});

test('a command goes to the partition of its stream, and is known there', async () => {
  const log = await writtenLog();
  const writer = await start(log);
  const outcome = await writer.submit(T, submissionOf('d'));
  expect(outcome).toMatchObject({ kind: 'recorded', first: true, receipt: { partition: ofT, offset: 1, revision: 2 } });
  expect(await writer.submit(T, submissionOf('d'))).toMatchObject({ first: false });
  expect([writer.open, writer.stateOf(T)]).toEqual([0, 2]);
});

test('a reader that brings nothing new rests, and one that begins again far behind is sent to where the writer stands', async () => {
  const log = await writtenLog();
  await start(log);
  const rests = () => log.delays.filter((milliseconds) => milliseconds === 10).length;
  const before = rests();
  await log.deliverAgain(ofS, 2);
  expect([log.sought, rests() - before]).toEqual([[], 1]);
  await log.deliverAgain(ofS, 1);
  expect(log.sought).toEqual([[ofS, 1]]);
});

test('a start goes on from snapshots, and a stop leaves the newest ones', async () => {
  const log = await writtenLog();
  const kept = new Map<number, Buffer>();
  const store = {
    load: (partition: number) => Promise.resolve(kept.get(partition)),
    save: (partition: number, _: number, body: Buffer) => Promise.resolve(void kept.set(partition, body)),
  };
  const codec = { version: '1', toJson: (sum: number) => sum, fromJson: Number };
  const snapshots = { store, codec, everyRecords: 10 };
  const before = await start(log, { snapshots });
  expect(log.from).toEqual([0, 0]);
  expect(before.beyondSnapshots).toBe(2);
  await before.stop();
  expect([...kept.keys()].sort()).toEqual([0, 1]);
  const after = await start(log, { snapshots });
  expect([after.beyondSnapshots, after.stateOf(S), after.counts.accepted]).toEqual([0, 2, 0]);
  // One record early, so that the newest one that was read is met again.
  expect([log.from[ofS], log.from[ofT]]).toEqual([1, 0]);
  expect(await after.submit(S, submissionOf('a'))).toMatchObject({ kind: 'recorded', first: false });
});

test('while a ledger runs it keeps snapshots when there is enough behind the ones before', async () => {
  const log = await writtenLog();
  const saved: number[] = [];
  const store = {
    load: () => Promise.resolve(undefined),
    save: (partition: number) => Promise.resolve(void saved.push(partition)),
  };
  const codec = { version: '1', toJson: (sum: number) => sum, fromJson: Number };
  const writer = await start(log, { snapshots: { store, codec, everyRecords: 2 } });
  await until(() => saved.length > 0);
  expect([saved, writer.beyondSnapshots]).toEqual([[ofS], 1]);
});

test('a log that ends before what was read of it stops that partition, and the others go on', async () => {
  const log = await writtenLog();
  const alarms: string[] = [];
  const writer = await start(log, {}, alarms);
  log.records[ofS]!.pop();
  await until(() => writer.stopped.length > 0);
  const reason = alarms.at(-1) ?? '';
  expect(reason).toMatch(/the log ends here, but was read up to 1/);
  expect(writer.stopped).toEqual([{ stream: `partition ${ofS}`, reason }]);
  expect(await writer.submit(S, submissionOf('d'))).toMatchObject({ kind: 'stopped' });
  expect(await writer.submit(T, submissionOf('d'))).toMatchObject({ kind: 'recorded' });
});

test('lost brokers are waited for, and the age of what is known grows; a log that is gone stops everything', async () => {
  const log = await writtenLog();
  const writer = await start(log);
  log.trouble = new LogUnreachable('no broker');
  await delay(20);
  log.time += 5_000;
  await delay(20);
  expect([writer.tailAgeMs, writer.stopped]).toEqual([5_000, []]);
  log.trouble = undefined;
  await until(() => writer.tailAgeMs === 0);
  log.trouble = new LogDamaged(0, 0, 'the topic is gone');
  await until(() => writer.stopped.length === 2);
});

test('a rehearsal is made at the end of the log, also of what the reader has not brought yet, and writes nothing', async () => {
  const [log, another] = [await writtenLog(), await writtenLog()];
  const writer = await start(log);
  await (await start(another)).submit(S, submissionOf('foreign', { add: 10 }));
  log.records[ofS]!.push(...another.records[ofS]!.slice(2));
  const asked = ['x', 'y'].map((id) => ({ stream: S, submission: submissionOf(id, { add: 5 }) }));
  const rehearsed = writer.rehearse(asked);
  await delay(5);
  await log.deliver();
  expect(await rehearsed).toMatchObject([
    { kind: 'rehearsed', before: 12, after: 17 },
    { kind: 'rehearsed', before: 17, after: 22 },
  ]);
  expect(log.records[ofS]).toHaveLength(3);
  log.trouble = new Error('no broker');
  await expect(writer.rehearse(asked)).rejects.toThrow('the end of the log is not known: no broker');
});

test('who stops takes nothing new', async () => {
  const writer = await start(new MemoryLog(2));
  await writer.stop();
  expect(await writer.submit(S, submissionOf('a'))).toEqual({ kind: 'overloaded', queued: 0 });
});
