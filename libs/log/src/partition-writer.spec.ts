import { DEFAULT_LIMITS, PartitionWriter } from './partition-writer';
import type { Decider, LogPort } from './ports';

type Added = { type: string; data: { add: number } };
const adder: Decider<number, { add: number }, Added> = {
  initial: 0,
  decide: (_, data) => ({ type: 'added.v1', data }),
  evolve: (sum, { data }) => sum + data.add,
  read: (record) => record as Added,
  refusalOf: () => undefined,
};

/** A broker that takes everything and never answers. */
const silent: LogPort = {
  append: () => new Promise(() => undefined),
  endOffset: () => new Promise(() => undefined),
  clock: () => ({ own: 0 }),
  elapsed: () => 0,
  delay: () => new Promise(() => undefined),
  random: () => 0,
};

test('a partition holds so many open commands and answers that it is overloaded beyond them', async () => {
  const limits = { ...DEFAULT_LIMITS, queued: 2 };
  const place = { ledgerId: 'spec', partitions: 1 };
  const writer = new PartitionWriter(0, place, adder, silent, { alarm: () => undefined }, limits);
  const submit = (commandId: string) =>
    writer.submit('s', { commandId, commandHash: 'x', command: { add: 1 }, actor: 'a', correlationId: commandId });
  void submit('one');
  void submit('two');
  expect(await submit('three')).toEqual({ kind: 'overloaded', queued: 2 });
  expect(writer.open).toBe(2);
});
