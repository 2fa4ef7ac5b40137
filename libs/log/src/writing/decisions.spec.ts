import { setImmediate } from 'node:timers/promises';

import type { Attempt } from './attempt';
import { AwaitedEnds } from './awaited-ends';
import { Decisions } from './decisions';
import { DEFAULT_LIMITS } from './limits';
import { Outbox } from './outbox';
import { PartitionState } from './partition-state';
import type { Decider, LogPort } from '../ports';
import { type Added, adder, silentPort, submissionOf } from '../../test/adder';

/** Decisions of an empty partition; what goes out is noted and never answered. */
function decisionsOf({
  decider = adder,
  port = {},
  limits = {},
}: {
  decider?: Decider<number, { add: number }, Added>;
  port?: Partial<LogPort>;
  limits?: Partial<typeof DEFAULT_LIMITS>;
} = {}) {
  const state = new PartitionState<number, { add: number }>({ ledgerId: 'spec', partitions: 1, partition: 0 }, 0);
  const all = { ...DEFAULT_LIMITS, ...limits };
  const made: Attempt<number>[] = [];
  const events = { sending: () => undefined, acknowledged: () => undefined, alarm: () => undefined };
  const outbox = new Outbox<Attempt<number>>(0, silentPort, 1, events);
  jest.spyOn(outbox, 'add').mockImplementation((attempt) => made.push(attempt));
  const ends = new AwaitedEnds(state);
  const decisions = new Decisions(state, decider, { ...silentPort, ...port }, all, ends, outbox);
  const revisions = () => made.map(({ after, envelope }) => [envelope.commandid, after.head.revision, after.state]);
  return { state, ends, decisions, revisions, stream: state.named('s') };
}

const isOpen = async (outcome: Promise<unknown>) =>
  (await Promise.race([outcome.catch(() => undefined), setImmediate('open')])) === 'open';

test('each command is decided against what those before it will leave, as long as there is room', async () => {
  const { decisions, revisions } = decisionsOf({ limits: { pipelined: 2, queued: 3 } });
  for (const [n, id] of ['a', 'b', 'c'].entries()) void decisions.submit('s', submissionOf(id, { add: n + 1 }));
  expect(revisions()).toEqual([
    ['a', 1, 1],
    ['b', 2, 3],
  ]);
  expect(await decisions.submit('s', submissionOf('d'))).toEqual({ kind: 'overloaded', queued: 3 });
});

test('a command on a revision is decided against the log alone', async () => {
  const { decisions, revisions, stream } = decisionsOf();
  void decisions.submit('s', submissionOf('a'));
  const asked = decisions.submit('s', submissionOf('b', { expectedRevision: 0 }));
  expect([await isOpen(asked), revisions().length]).toEqual([true, 1]);
  decisions.loseRace(stream);
  stream.queue.shift();
  decisions.advance(stream);
  expect(revisions()).toEqual([
    ['a', 1, 1],
    ['b', 1, 1],
  ]);
});

test('a command on a revision waits until nothing is in flight, and then for the end of the log, before it is wrong', async () => {
  const { decisions, revisions, stream, state, ends } = decisionsOf({ port: { endOffset: () => Promise.resolve(4) } });
  void decisions.submit('s', submissionOf('a'));
  const asked = decisions.submit('s', submissionOf('b', { expectedRevision: 1 }));
  expect(await isOpen(asked)).toBe(true);
  expect(revisions()).toHaveLength(1);
  stream.queue.takeFlight();
  decisions.advance(stream);
  expect(await isOpen(asked)).toBe(true);
  expect(ends.isBehind).toBe(true);
  jest.spyOn(state.fold, 'nextOffset', 'get').mockReturnValue(4);
  ends.release();
  expect(await asked).toEqual({ kind: 'wrong-revision', expected: 1, actual: 0 });
});

test('where the end of the log cannot be learned the command fails, and those behind it go on', async () => {
  const { decisions, revisions } = decisionsOf({ port: { endOffset: () => Promise.reject(new Error('no broker')) } });
  const asked = decisions.submit('s', submissionOf('a', { expectedRevision: 3 }));
  void decisions.submit('s', submissionOf('b'));
  await expect(asked).rejects.toThrow('the end of the log is not known: no broker');
  expect(revisions()).toEqual([['b', 1, 1]]);
  expect(decisions.open).toBe(1);
});

test('what loses too many races is answered so, and nothing of it is sent any more', async () => {
  const { decisions, stream, revisions } = decisionsOf({ limits: { tries: 2 } });
  const asked = decisions.submit('s', submissionOf('a'));
  for (let race = 0; race < 2; race += 1) {
    expect(decisions.loseRace(stream)).toHaveLength(1);
    decisions.advance(stream);
  }
  expect(await asked).toEqual({ kind: 'contended', tries: 2 });
  expect([decisions.lostRaces, decisions.open, revisions().length]).toEqual([2, 0, 2]);
});

test('a winner in a contended stream lets others go first for some milliseconds', async () => {
  const waits: number[] = [];
  const delay = (milliseconds: number) => {
    waits.push(milliseconds);
    return Promise.resolve();
  };
  const { decisions, stream, revisions } = decisionsOf({ port: { delay, random: () => 0.5 } });
  stream.queue.contend();
  for (const id of ['a', 'b']) void decisions.submit('s', submissionOf(id));
  stream.queue.land();
  decisions.calm(stream);
  decisions.advance(stream);
  expect([waits, revisions().length]).toEqual([[6], 1]);
  await setImmediate();
  expect(revisions()).toHaveLength(2);
});

test('what the decider throws is its own command’s failure', async () => {
  const decide: typeof adder.decide = (sum, command) => {
    if (command.add < 0) throw new Error('not thought of');
    return adder.decide(sum, command);
  };
  const { decisions, revisions } = decisionsOf({ decider: { ...adder, decide } });
  const asked = decisions.submit('s', submissionOf('a', { add: -1 }));
  void decisions.submit('s', submissionOf('b'));
  await expect(asked).rejects.toThrow('not thought of');
  expect(revisions()).toEqual([['b', 1, 1]]);
});

test('a rehearsal decides as a command would be decided, and leaves no stream behind', async () => {
  const { decisions, state, revisions } = decisionsOf();
  expect(await decisions.rehearsal('t').decide(submissionOf('a', { add: 7 }))).toMatchObject({ before: 0, after: 7 });
  expect([state.names, revisions()]).toEqual([['s'], []]);
  state.damage = 'a hole';
  expect(await decisions.rehearsal('t').decide(submissionOf('a'))).toEqual({ kind: 'stopped', reason: 'a hole' });
});
