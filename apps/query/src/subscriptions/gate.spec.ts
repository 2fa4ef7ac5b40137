import { Gate } from './gate';

describe('a gate', () => {
  it('lets so many through at a time, in the order in which they came, and goes on behind a failure', async () => {
    const gate = new Gate(2);
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const runs = [0, 1, 2, 3].map((each) =>
      gate.run(async () => {
        begun.push(each);
        await new Promise<void>((resolve) => ends.push(resolve));
        if (each === 0) throw new Error('it broke');
        return each;
      }),
    );
    const settled = Promise.allSettled(runs);
    await Promise.resolve();
    expect(begun).toEqual([0, 1]);
    for (let end = ends.shift(); end !== undefined; end = ends.shift()) {
      end();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(begun).toEqual([0, 1, 2, 3]);
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
  });
});
