import fc from 'fast-check';

import { DEFAULT_LIMITS, type Outcome, PartitionWriter } from '#log';

import { purse, type PurseCommand, type PurseEvent } from '../support/counter';
import { budgetWorld } from './budget-world';
import { asText, checkMoney } from './check-money';
import { type CheckedLog, checkLog } from './checker';
import { type History, type HistoryOptions, LEDGER, playHistory } from './history';
import { purseWorld } from './purse-world';
import { Scheduler } from './scheduler';
import { SimulatedPartition } from './simulated-partition';

/** A longer run by hand: `npm run torture -- --seeds 100000`. */
const HISTORIES = Number(process.env['TORTURE_SEEDS'] ?? 5_000);
/** Those with the real rules take longer. */
const YEARS = HISTORIES / 10;
const ONE_SEED = process.env['TORTURE_SEED'];

jest.setTimeout(Math.max(600_000, HISTORIES * 60));

const anyHistory = (most: number): fc.Arbitrary<HistoryOptions> =>
  fc.record({
    seed: fc.integer(),
    writers: fc.integer({ min: 1, max: 4 }),
    commands: fc.integer({ min: 1, max: most }),
    streams: fc.integer({ min: 1, max: 3 }),
    faults: fc.record({
      answerLost: fc.constantFrom(0, 0.1, 0.3),
      requestLost: fc.constantFrom(0, 0.1, 0.3),
      lateAppend: fc.constantFrom(0, 0.1, 0.2),
      doubled: fc.constantFrom(0, 0.1, 0.2),
      transactionEnds: fc.constantFrom(0, 0.1, 0.3),
    }),
    kills: fc.constantFrom(0, 0.1, 0.3),
    pauses: fc.constantFrom(0, 0.1, 0.3),
    snapshots: fc.constantFrom(0, 0.2),
  });

/** What must have happened in them, besides refusals. */
const OFTEN = [
  'department-transfer.received.v1',
  'department-transfer.settled.v1',
  'department-transfer.returned.v1',
  'funds.frozen.v1',
  'funds.released.v1',
  'payment.recorded.v1',
  'refund.recorded.v1',
  'event.reversed.v1',
  'year.closed.v1',
];

type AnyHistory = History<unknown, unknown, { type: string; data: unknown }>;
type PurseHistory = History<number, PurseCommand, PurseEvent>;

const REFUSED = new Set(['refused.v1', 'command.refused.v1']);

/** Every client has its answer, and the writers are done. */
function everyCommandIsAnswered(history: AnyHistory): void {
  expect(history.rested).toBe(true);
  for (const { outcome } of history.told) {
    expect(['recorded', 'id-reused', 'wrong-revision']).toContain(outcome.kind);
  }
}

/** What was answered stands in the log once, with that revision, offset and hash, as the answer said: lost 0, twice 0. */
function answersStandInTheLog(history: AnyHistory, log: CheckedLog): void {
  const byCommand = new Map<string, CheckedLog['accepted']>();
  for (const record of log.accepted) {
    const id = `${record.stream} ${record.commandId}`;
    byCommand.set(id, [...(byCommand.get(id) ?? []), record]);
  }
  for (const [, records] of byCommand) expect(records).toHaveLength(1);
  for (const { stream, submission, outcome } of history.told) {
    if (outcome.kind !== 'recorded') continue;
    const [record] = byCommand.get(`${stream} ${submission.commandId}`) ?? [];
    const { revision, offset, hash, refusal } = outcome.receipt;
    expect({ revision, offset, hash }).toEqual({
      revision: record?.revision,
      offset: record?.offset,
      hash: record?.hash,
    });
    expect(refusal !== undefined).toBe(REFUSED.has(record?.type ?? ''));
    if (record?.type === 'added.v1') expect(record.data).toEqual(submission.command);
  }
}

/** A command that was answered without a record never gets one, unless the same id was asked for otherwise as well. */
function answersWithoutRecordStayOut(history: AnyHistory, log: CheckedLog): void {
  const recorded = new Set(log.accepted.map(({ stream, commandId }) => `${stream} ${commandId}`));
  for (const { stream, submission, outcome } of history.told) {
    if (outcome.kind === 'wrong-revision') expect(recorded).not.toContain(`${stream} ${submission.commandId}`);
    if (outcome.kind === 'id-reused') expect(recorded).toContain(`${stream} ${submission.commandId}`);
  }
}

function revisionsAreDense(log: CheckedLog): void {
  const last = new Map<string, number>();
  for (const { stream, revision } of log.accepted) {
    expect(revision).toBe((last.get(stream) ?? 0) + 1);
    last.set(stream, revision);
  }
  expect(log.orphans).toEqual([]);
  expect(log.holes).toEqual([]);
}

/** Every reader that lives has read everything, and stands where the log does with every stream. */
function readersAgree(history: AnyHistory, log: CheckedLog): void {
  for (const writer of history.survivors) {
    expect(writer.nextOffset).toBe(history.partition.records.length);
    expect(writer.open).toBe(0);
    expect(writer.stopped).toEqual([]);
    for (const [stream, head] of log.heads) expect(writer.headOf(stream)).toEqual(head);
  }
}

/** A purse holds what was added, never less than nothing, and every reader that lives says the same. */
function pursesAddUp(history: PurseHistory, log: CheckedLog): void {
  const sums = new Map<string, number>();
  for (const { stream, type, data } of log.accepted) {
    const { add = 0, had } = data as { add?: number; had?: number };
    const before = sums.get(stream) ?? 0;
    if (type === 'refused.v1') expect(had).toBe(before);
    sums.set(stream, before + add);
    expect(before + add).toBeGreaterThanOrEqual(0);
  }
  for (const writer of history.survivors) {
    for (const stream of log.heads.keys()) expect(writer.stateOf(stream)).toBe(sums.get(stream) ?? 0);
  }
}

/** One writer records the commands of a stream in the order in which it was asked, also after races and retries. */
function orderIsKept(history: AnyHistory): void {
  const last = new Map<string, number>();
  const first = history.told.filter(({ outcome }) => outcome.kind === 'recorded' && outcome.first);
  for (const { life, stream, outcome } of first.sort((a, b) => a.asked - b.asked)) {
    if (outcome.kind !== 'recorded') continue;
    const key = `${life} ${stream}`;
    expect(outcome.receipt.revision).toBeGreaterThan(last.get(key) ?? 0);
    last.set(key, outcome.receipt.revision);
  }
}

function checkHistory(history: AnyHistory): CheckedLog {
  const log = checkLog(LEDGER, history.partition.records);
  everyCommandIsAnswered(history);
  answersStandInTheLog(history, log);
  answersWithoutRecordStayOut(history, log);
  revisionsAreDense(log);
  readersAgree(history, log);
  orderIsKept(history);
  return log;
}

/** What went wrong, over all histories. A torture that never hurt would prove nothing. */
class Hurt {
  private readonly met = { voids: 0, kills: 0, retries: 0, refusals: 0 };

  add(history: AnyHistory, log: CheckedLog): void {
    this.met.voids += log.voids;
    this.met.kills += history.kills;
    this.met.retries += history.alarms.length;
    this.met.refusals += log.accepted.filter(({ type }) => REFUSED.has(type)).length;
  }

  get least(): number {
    return Math.min(...Object.values(this.met));
  }
}

const again = ONE_SEED === undefined ? {} : { seed: Number(ONE_SEED) };

test(`${HISTORIES} histories of lost answers, late retries, doubles, kills and stale writers keep every promise`, async () => {
  const hurt = new Hurt();
  await fc.assert(
    fc.asyncProperty(anyHistory(24), async (options) => {
      const history = await playHistory(options, purseWorld(options.streams));
      const log = checkHistory(history);
      pursesAddUp(history, log);
      hurt.add(history, log);
    }),
    { numRuns: HISTORIES, ...again },
  );
  expect(hurt.least).toBeGreaterThan(HISTORIES / 100);
});

test(`${YEARS} histories of real budgets: every transfer between departments ends once, and no line falls below zero`, async () => {
  const hurt = new Hurt();
  const kinds = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(anyHistory(60), async (options) => {
      const world = budgetWorld(options.streams);
      const history = await playHistory(options, world);
      const log = checkHistory(history);
      expect(world.gaveUp).toEqual([]);
      const states = checkMoney(log);
      for (const writer of history.survivors) {
        for (const [stream, state] of states) expect(asText(writer.stateOf(stream))).toBe(asText(state));
      }
      hurt.add(history, log);
      for (const { type } of log.accepted) kinds.set(type, (kinds.get(type) ?? 0) + 1);
    }),
    { numRuns: YEARS, ...again },
  );
  expect(hurt.least).toBeGreaterThan(YEARS / 100);
  for (const type of OFTEN)
    expect({ type, often: (kinds.get(type) ?? 0) > YEARS / 100 }).toEqual({ type, often: true });
});

test('a writer with one command gets through beside one with 64 in flight on the same stream', async () => {
  const noFaults = { answerLost: 0, requestLost: 0, lateAppend: 0, doubled: 0, transactionEnds: 0 };
  let lateBeforeTheCrowd = 0;
  for (let seed = 0; seed < 60; seed += 1) {
    const scheduler = new Scheduler(seed);
    const partition = new SimulatedPartition(scheduler, noFaults);
    const place = { ledgerId: LEDGER, partitions: 1 };
    const writers = [0, 1].map(() => {
      const port = partition.port(() => true);
      return new PartitionWriter(0, place, purse, port, { alarm: () => undefined }, DEFAULT_LIMITS);
    });
    const cursors = [0, 0];
    partition.onAppend = () => {
      writers.forEach((writer, index) => {
        // The crowd's writer sits beside the broker; the single one hears of everything later.
        scheduler.after(index === 0 ? 1 : 4, () => {
          writer.receive(partition.records.slice(cursors[index]));
          cursors[index] = partition.records.length;
        });
      });
    };
    const submit = (writer: number, commandId: string) =>
      writers[writer]?.submit('s', {
        commandId,
        commandHash: 'x',
        command: { add: 1 },
        actor: 'a',
        correlationId: commandId,
      });
    const crowd: Promise<Outcome | undefined>[] = [];
    let single: Outcome | undefined;
    let crowdDone = 0;
    let crowdDoneWhenSingle = 0;
    // Each answered command of the crowd is followed by a new one, so that 64 are always under way.
    const lane = async (name: number): Promise<undefined> => {
      for (let n = 0; n < 20; n += 1) {
        await submit(0, `crowd-${name}-${n}`);
        crowdDone += 1;
      }
    };
    for (let name = 0; name < 64; name += 1) crowd.push(lane(name));
    scheduler.after(5 + scheduler.below(10), () => {
      void submit(1, 'single')?.then((outcome) => {
        single = outcome;
        crowdDoneWhenSingle = crowdDone;
      });
    });
    expect(await scheduler.run(200_000)).toBe(true);
    await Promise.all(crowd);
    expect(single).toMatchObject({ kind: 'recorded', first: true });
    if (crowdDoneWhenSingle < 64 * 20) lateBeforeTheCrowd += 1;
  }
  // Mostly it must not even have to wait until the crowd is done.
  expect(lateBeforeTheCrowd).toBeGreaterThan(55);
});
