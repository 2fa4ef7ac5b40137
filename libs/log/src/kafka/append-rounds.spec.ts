import { AppendRounds, type PartitionBatch } from './append-rounds';

test('two batches of one partition that go out in one round stand one behind the other, and each is told where', async () => {
  const log: string[][] = [[], []];
  const rounds: number[] = [];
  const send = (batches: readonly PartitionBatch[]): Promise<Map<number, number>> => {
    rounds.push(batches.length);
    const first = new Map<number, number>();
    for (const { partition, records } of batches) {
      const stored = log[partition]!;
      if (!first.has(partition)) first.set(partition, stored.length);
      stored.push(...records.map(({ key }) => key));
    }
    return Promise.resolve(first);
  };
  const appending = new AppendRounds(send, () => 0);
  const append = (partition: number, ...keys: string[]) =>
    appending.append({ partition, records: keys.map((key) => ({ key, value: Buffer.from(key) })) }, false);
  const asked: [number, string][] = [
    [0, 'a'],
    [1, 'b'],
    [0, 'c'],
    [0, 'd'],
    [1, 'e'],
  ];
  const offsets = await Promise.all(asked.map(([partition, name]) => append(partition, `${name}1`, `${name}2`)));
  expect(rounds).toEqual([5]);
  expect(offsets.map((offset, n) => log[asked[n]![0]]!.slice(offset, offset! + 2))).toEqual(
    asked.map(([, name]) => [`${name}1`, `${name}2`]),
  );
});
