import { setImmediate } from 'node:timers/promises';

import { DEFAULT_LIMITS } from './limits';
import { PartitionWriter } from './partition-writer';
import type { LogPort } from '../ports';
import { adder, silentPort, submissionOf } from '../../test/adder';

test('a partition holds so many open commands and answers that it is overloaded beyond them', async () => {
  const limits = { ...DEFAULT_LIMITS, queued: 2 };
  const identity = { ledgerId: 'spec', partitions: 1 };
  const writer = new PartitionWriter(0, identity, adder, silentPort, { alarm: () => undefined }, limits);
  const submit = (commandId: string) => writer.submit('s', submissionOf(commandId));
  void submit('one');
  void submit('two');
  expect(await submit('three')).toEqual({ kind: 'overloaded', queued: 2 });
  expect(writer.open).toBe(2);
});

test('the record of a large decision is made in several turns, in which the commands behind it wait and those of other streams do not', async () => {
  const steps: string[] = [];
  const decider: typeof adder = {
    ...adder,
    decide: (sum, command) => {
      steps.push(`decide ${command.add}`);
      return adder.decide(sum, command);
    },
    evolve: (sum, event) => {
      steps.push(`evolve ${event.data.add}`);
      return adder.evolve(sum, event);
    },
    isLarge: ({ data }) => data.add >= 100,
  };
  const appended: number[] = [];
  const port: LogPort = {
    ...silentPort,
    append: (_, records) => {
      const first = appended.length;
      for (const { value } of records)
        appended.push((JSON.parse(value.toString()) as { data: { add: number } }).data.add);
      return Promise.resolve(first);
    },
    nextTurn: async () => {
      await setImmediate();
      steps.push('turn');
    },
  };
  const writer = new PartitionWriter(0, { ledgerId: 'spec', partitions: 1 }, decider, port, { alarm: () => undefined });
  const submit = (stream: string, add: number, commandId = `c-${add}`) =>
    writer.submit(stream, submissionOf(commandId, { add }));
  const outcomes = await Promise.all([submit('s', 100), submit('s', 1), submit('t', 7), submit('s', 100)]);
  expect(steps).toEqual([
    ...['decide 100', 'decide 7', 'evolve 7', 'turn', 'evolve 100', 'turn', 'turn'],
    ...['decide 1', 'evolve 1'],
  ]);
  expect(appended).toEqual([7, 100, 1]);
  expect(outcomes.map((outcome) => outcome.kind === 'recorded' && outcome.receipt.revision)).toEqual([1, 2, 1, 1]);
  expect(writer.stateOf('s')).toBe(101);
});

test('a large decision whose stream has been extended meanwhile is made again, and one whose partition has stopped is answered so', async () => {
  const turns: (() => void)[] = [];
  const nextTurn = () => new Promise<void>((go) => turns.push(go));
  const identity = { ledgerId: 'spec', partitions: 1 };
  const appended: Buffer[] = [];
  const port: LogPort = {
    ...silentPort,
    nextTurn,
    append: (_, records) => {
      appended.push(...records.map(({ value }) => value));
      return new Promise(() => undefined);
    },
  };
  const writer = new PartitionWriter(0, identity, { ...adder, isLarge: () => true }, port, { alarm: () => undefined });
  const foreign = new PartitionWriter(0, identity, adder, port, { alarm: () => undefined });
  const large = writer.submit('s', submissionOf('large'));
  void foreign.submit('s', submissionOf('foreign'));
  await setImmediate();
  const record = { partition: 0, key: Buffer.from('s') };
  writer.receive([{ ...record, offset: 0, value: appended[0]! }]);
  const pass = async () => {
    for (const go of turns.splice(0)) go();
    await setImmediate();
  };
  for (let n = 0; n < 6; n += 1) await pass();
  expect(appended.map((value) => (JSON.parse(value.toString()) as { revision: number }).revision)).toEqual([1, 2]);
  writer.receive([{ ...record, offset: 1, value: appended[1]! }]);
  expect(await large).toMatchObject({ kind: 'recorded', receipt: { revision: 2 } });
  expect(writer.counts.lostRaces).toBe(1);
  const stopped = writer.submit('s', submissionOf('stopped'));
  writer.stopPartition('damage');
  expect(await stopped).toEqual({ kind: 'stopped', reason: 'damage' });
  for (let n = 0; n < 6; n += 1) await pass();
  expect(appended).toHaveLength(2);
  expect(writer.open).toBe(0);
});
