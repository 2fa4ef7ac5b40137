import type { Attempt } from './attempt';
import type { Outcome } from '../ports';
import { join, newTask, settle, StreamQueue, type Task } from './stream-queue';
import { submissionOf } from '../../test/adder';

type Adding = Task<number, { add: number }>;
const taskOf = (commandId: string): Adding => newTask(submissionOf(commandId), 0, jest.fn(), jest.fn());
const attemptOf = (hash: string) => ({ hash }) as Attempt<number>;
const idsOf = (tasks: readonly Adding[]) => tasks.map(({ submission }) => submission.commandId);

/** A queue in which the first ones are in flight already. */
function queueOf(ids: readonly string[], inFlight: number) {
  const queue = new StreamQueue<number, { add: number }>();
  const tasks = ids.map(taskOf);
  for (const task of tasks) queue.add(task);
  for (const task of tasks.slice(0, inFlight)) {
    queue.shift();
    queue.depart(task, attemptOf(task.submission.commandId));
  }
  return { queue, tasks };
}

test('commands are decided in order and read back in order', () => {
  const { queue, tasks } = queueOf(['a', 'b', 'c'], 2);
  expect(queue.first).toBe(tasks[2]);
  expect(queue.oldestInFlight).toBe(tasks[0]);
  expect(queue.newestAttempt?.hash).toBe('b');
  queue.land();
  expect(queue.oldestInFlight).toBe(tasks[1]);
  queue.leave(tasks[2]!);
  expect(queue.first).toBeUndefined();
});

test('so many are in flight and no more, and one at a time while others write the stream', () => {
  const { queue } = queueOf(['a', 'b', 'c', 'd'], 2);
  expect([queue.hasRoom(2), queue.hasRoom(3)]).toEqual([false, true]);
  queue.isMaking = true;
  expect(queue.hasRoom(3)).toBe(false);
  queue.isMaking = false;
  queue.contend();
  expect(queue.hasRoom(3)).toBe(false);
  queue.land();
  queue.land();
  expect(queue.hasRoom(3)).toBe(true);
  queue.isYielding = true;
  expect(queue.hasRoom(3)).toBe(false);
});

test('after a foreign record each of sixteen own ones lets others go first, where commands wait', () => {
  const { queue } = queueOf(['a'], 0);
  expect(queue.calm()).toBe(false);
  queue.contend();
  const yields = Array.from({ length: 17 }, () => {
    const isYielding = queue.calm();
    expect(queue.isYielding).toBe(isYielding);
    queue.isYielding = false;
    return isYielding;
  });
  expect(yields).toEqual([...Array<boolean>(16).fill(true), false]);
  queue.contend();
  queue.shift();
  expect(queue.calm()).toBe(false);
});

test('what lost a race is decided again before what came after it', () => {
  const { queue, tasks } = queueOf(['a', 'b', 'c'], 2);
  expect(queue.loseRace().map(({ hash }) => hash)).toEqual(['a', 'b']);
  expect(tasks.map(({ attempt, tries }) => [attempt, tries])).toEqual([
    [undefined, 1],
    [undefined, 1],
    [undefined, 0],
  ]);
  expect(queue.hasRoom(100)).toBe(true);
  expect(queue.oldestInFlight).toBeUndefined();
  queue.shift();
  queue.depart(tasks[0]!, attemptOf('again'));
  expect(queue.hasRoom(100)).toBe(false);
  expect(idsOf(queue.takeAll())).toEqual(['a', 'b', 'c']);
});

test('a race that nothing was in is no race: the stream is as calm as before', () => {
  const { queue } = queueOf(['a', 'b'], 0);
  expect(queue.loseRace()).toEqual([]);
  queue.depart(queue.first!, attemptOf('a'));
  expect(queue.hasRoom(2)).toBe(true);
});

test('a stop takes what is in flight, or all', () => {
  const { queue } = queueOf(['a', 'b', 'c'], 1);
  expect(idsOf(queue.takeFlight())).toEqual(['a']);
  expect(queue.takeFlight()).toEqual([]);
  expect(idsOf(queue.takeAll())).toEqual(['b', 'c']);
  expect(queue.first).toBeUndefined();
});

test('an id is open until it is closed, which happens once', () => {
  const { queue, tasks } = queueOf(['a'], 1);
  expect(queue.withId('a')).toBe(tasks[0]);
  expect([queue.close(tasks[0]!), queue.close(tasks[0]!)]).toEqual([true, false]);
  expect(queue.withId('a')).toBeUndefined();
});

test('a repeat hears the outcome with the first one, which alone is told to be the first; another body is refused at once', async () => {
  const first = jest.fn();
  const task = newTask(submissionOf('a'), 0, first, jest.fn());
  const repeat = join(task, submissionOf('a'));
  expect(await join(task, submissionOf('a', { commandHash: 'another' }))).toEqual({ kind: 'id-reused' });
  const outcome = { kind: 'recorded', first: true, receipt: { commandId: 'a' } } as Outcome;
  settle(task, outcome);
  expect(first).toHaveBeenCalledWith(outcome);
  expect(await repeat).toEqual({ ...outcome, first: false });
});
