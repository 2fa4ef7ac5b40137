import fc from 'fast-check';

import { firstHash, hashOf } from '../rule/envelope';
import type { LogRecord } from '../rule/fold';
import type { PartitionSnapshot } from './partition-snapshot';
import { PartitionWriter } from './partition-writer';
import { decodeSnapshot, encodeSnapshot, requireSameStops } from './snapshot';
import { adder, silentPort, submissionOf } from '../../test/adder';

const LEDGER = 'stops';
const PLACE = { ledgerId: LEDGER, partitions: 1, partition: 0 };
const STREAMS = ['a', 'b', 'c'] as const;

const programOf = (...types: string[]): typeof adder => ({
  ...adder,
  read: (record) => {
    if (!types.includes(record.type)) throw new Error(`unknown event ${record.type}`);
    return adder.read(record);
  },
});
const program = programOf('added.v1');
const newer = programOf('added.v1', 'added.v2');
const codec = { version: '1', toJson: (sum: number) => sum, fromJson: Number };

type Step = { stream: (typeof STREAMS)[number]; kind: 'known' | 'unknown' | 'void' | 'orphan' | 'junk' };
const steps = fc.array(
  fc.record({
    stream: fc.constantFrom(...STREAMS),
    kind: fc.constantFrom<Step['kind']>('known', 'known', 'known', 'unknown', 'void', 'orphan', 'junk'),
  }),
  { minLength: 1, maxLength: 40 },
);

/** A log in which streams stop, as whoever may write to the topic can make it. */
function logOf(made: readonly Step[]): LogRecord[] {
  const heads = new Map(STREAMS.map((stream) => [stream, { revision: 0, hash: firstHash(LEDGER, stream) }]));
  return made.map(({ stream, kind }, offset) => {
    const head = heads.get(stream)!;
    const revision = kind === 'void' ? head.revision : head.revision + 1;
    const event = {
      specversion: '1.0',
      id: `${stream}@${revision}`,
      type: kind === 'unknown' ? 'added.v2' : 'added.v1',
      source: `urn:budget-ledger:${LEDGER}`,
      subject: stream,
      time: '2024-01-01T00:00:00.000Z',
      revision: Math.max(1, revision),
      prevhash: kind === 'orphan' ? hashOf(`nothing ${offset}`) : head.hash,
      commandid: `c${offset}`,
      commandhash: hashOf('body'),
      actor: 'a',
      correlationid: 'c',
      data: { add: offset },
    };
    const value = Buffer.from(kind === 'junk' ? 'junk' : JSON.stringify(event));
    if (kind === 'known' || kind === 'unknown') heads.set(stream, { revision, hash: hashOf(value) });
    return { partition: 0, offset, key: Buffer.from(stream), value };
  });
}

function writerFrom(decider: typeof program, snapshot?: PartitionSnapshot<number>) {
  const alarms: string[] = [];
  const events = { alarm: (message: string) => alarms.push(message) };
  return { writer: new PartitionWriter(0, PLACE, decider, silentPort, events, undefined, snapshot), alarms };
}

/** Everything that a ledger answers by: where each stream stands, what has stopped and why, and what each id was answered. */
async function standing(writer: ReturnType<typeof writerFrom>['writer'], log: readonly LogRecord[]) {
  const asked = STREAMS.flatMap((stream) => log.map(({ offset }) => ({ stream, commandId: `c${offset}` })));
  const answers: unknown[] = [];
  for (const { stream, commandId } of asked) {
    const submission = submissionOf(commandId, { commandHash: hashOf('body') });
    // A command that is new to a stream that goes on would wait for its record.
    answers.push(await Promise.race([writer.submit(stream, submission), Promise.resolve('under way')]));
  }
  return {
    next: writer.nextOffset,
    heads: STREAMS.map((stream) => [writer.headOf(stream), writer.stateOf(stream)]),
    stopped: [...writer.stopped].sort((one, other) => one.stream.localeCompare(other.stream)),
    answers,
  };
}

test('a start from a snapshot of a partition with stopped streams knows what one that reads everything knows, and a program that understands the event reads everything', async () => {
  let withStops = 0;
  await fc.assert(
    fc.asyncProperty(steps, fc.nat(), async (made, cut) => {
      const log = logOf(made);
      const at = cut % (log.length + 1);
      const early = writerFrom(program);
      early.writer.receive(log.slice(0, at));
      const body = encodeSnapshot(PLACE, early.writer.snapshot()!, codec);
      const stopped = early.writer.stopped.map(({ stream }) => stream);
      const snapshot = decodeSnapshot(PLACE, body, codec);
      requireSameStops(snapshot, program);
      const late = writerFrom(program, snapshot);
      // Who starts is told of what has stopped, as if it had been met just now.
      expect(late.alarms.filter((alarm) => alarm.startsWith('stream '))).toHaveLength(stopped.length);
      late.writer.receive(log.slice(Math.max(0, at - 1)));
      const all = writerFrom(program);
      all.writer.receive(log);
      expect(await standing(late.writer, log)).toEqual(await standing(all.writer, log));
      const atAnEvent = early.writer.stopped.some(({ reason }) => reason.includes('unknown event'));
      if (atAnEvent) expect(() => requireSameStops(snapshot, newer)).toThrow(/stopped at an event that is understood/);
      else requireSameStops(snapshot, newer);
      if (stopped.length > 0) withStops += 1;
    }),
    { numRuns: 500 },
  );
  expect(withStops).toBeGreaterThan(100);
});

test('a program from before knows no snapshot with stops, and one without stops stays as it was', () => {
  const version = (made: Step[]): unknown => {
    const { writer } = writerFrom(program);
    writer.receive(logOf(made));
    return /"version":"([^"]+)"/.exec(encodeSnapshot(PLACE, writer.snapshot()!, codec).toString('latin1'))?.[1];
  };
  expect(version([{ stream: 'a', kind: 'known' }])).toBe('snapshot-2/1');
  expect(version([{ stream: 'a', kind: 'unknown' }])).toBe('snapshot-3/1');
});

test('records at which streams stop are kept up to 16 MiB; beyond that nothing of the partition is, and its history is read', () => {
  const long = (stream: string): LogRecord => {
    const [{ value, ...record }] = logOf([{ stream: 'a', kind: 'unknown' }]) as [LogRecord];
    const event = JSON.parse(value!.toString()) as Record<string, unknown>;
    const other = { ...event, subject: stream, prevhash: firstHash(LEDGER, stream), data: 'x'.repeat(7 * 1024 * 1024) };
    return { ...record, key: Buffer.from(stream), value: Buffer.from(JSON.stringify({ ...other, data: { other } })) };
  };
  const { writer } = writerFrom(program);
  const records = ['a', 'b', 'c'].map((stream, offset) => ({ ...long(stream), offset }));
  writer.receive(records.slice(0, 2));
  expect(writer.snapshot()?.streams.map(({ stoppedBy }) => stoppedBy!.length > 7_000_000)).toEqual([true, true]);
  writer.receive(records.slice(2));
  expect(writer.stopped).toHaveLength(3);
  expect(writer.snapshot()).toBeUndefined();
});
