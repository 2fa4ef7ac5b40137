import { partitionOf } from '#log';
import fc from 'fast-check';

interface Stream {
  name: string;
  usual: number;
  late: number;
}
type Route = (stream: string, processes: readonly number[]) => number;
type When = 'usual' | 'late';

/** The simulation behind docs/scale.md; it is plain JavaScript so that the benchmark runs it as it is. */
const { activityOf } = jest.requireActual<{
  activityOf: (settings: { streams: number; skew: number; seed: number }) => Stream[];
}>('../../bench/simulation/activity.cjs');
const routing = jest.requireActual<{
  rendezvous: Route;
  moduloBy: (hash: (key: string, partitions: number) => number) => Route;
  withHottestMoved: (route: Route, streams: Stream[], processes: number[], count: number) => (stream: string) => number;
  loadsOf: (
    streams: Stream[],
    route: (stream: string) => number,
    processes: number[],
    when: When,
  ) => ReadonlyMap<number, number>;
  busiestOverMean: (loads: ReadonlyMap<number, number>) => number;
  movedShare: (streams: Stream[], before: (stream: string) => number, after: (stream: string) => number) => number;
}>('../../bench/simulation/routing.cjs');
const { latenciesOf } = jest.requireActual<{
  latenciesOf: (load: {
    perMs: number;
    perBatchMs: number;
    perCommandMs: number;
    commands: number;
    random: () => number;
  }) => number[];
}>('../../bench/simulation/queue.cjs');
const { randomOf } = jest.requireActual<{ randomOf: (seed: number) => () => number }>(
  '../../bench/simulation/random.cjs',
);

const modulo = routing.moduloBy(partitionOf);
const ROUTES: [name: string, route: Route][] = [
  ['hash modulo', modulo],
  ['rendezvous', routing.rendezvous],
];
const numbered = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
const streamName = fc.stringMatching(/^[1-6]\d{5}\/\d{3}$/);
const processCount = fc.integer({ min: 1, max: 60 });

describe('routing', () => {
  test.each(ROUTES)('%s: the same stream always goes to the same process, which is one of them', (_, route) => {
    fc.assert(
      fc.property(streamName, processCount, (stream, count) => {
        const processes = numbered(count);
        const process = route(stream, processes);
        expect(processes).toContain(process);
        expect(route(stream, [...processes])).toBe(process);
      }),
    );
  });

  test('rendezvous: in whatever order the processes are named', () => {
    fc.assert(
      fc.property(streamName, processCount, (stream, count) => {
        const processes = numbered(count);
        expect(routing.rendezvous(stream, [...processes].reverse())).toBe(routing.rendezvous(stream, processes));
      }),
    );
  });

  test('rendezvous: who joins takes streams and nobody else does; who leaves gives up its own and no other moves', () => {
    fc.assert(
      fc.property(streamName, processCount, (stream, count) => {
        const before = routing.rendezvous(stream, numbered(count));
        const after = routing.rendezvous(stream, numbered(count + 1));
        expect([before, count]).toContain(after);
        const gone = numbered(count + 1).filter((process) => process !== after);
        if (before !== after) expect(routing.rendezvous(stream, gone)).toBe(before);
      }),
    );
  });

  test.each([2, 3, 7, 12, 31])('rendezvous: about 1/(n + 1) moves when one joins %i; modulo moves most', (count) => {
    const streams = activityOf({ streams: 5_000, skew: 0.8, seed: 1 });
    const moved = (route: Route): number =>
      routing.movedShare(
        streams,
        (stream) => route(stream, numbered(count)),
        (stream) => route(stream, numbered(count + 1)),
      );
    // Five deviations of a share of 5,000 independent choices.
    const expected = 1 / (count + 1);
    const deviation = Math.sqrt((expected * (1 - expected)) / streams.length);
    expect(Math.abs(moved(routing.rendezvous) - expected)).toBeLessThan(5 * deviation);
    expect(moved(modulo)).toBeGreaterThan(0.6);
  });
});

describe('load', () => {
  test('parts add up to one, and no load is lost or counted twice by any route', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000 }), fc.constantFrom(0, 0.6, 1), processCount, (seed, skew, count) => {
        const streams = activityOf({ streams: 200, skew, seed });
        const processes = numbered(count);
        const placed = routing.withHottestMoved(routing.rendezvous, streams, processes, 2 * count);
        expect(new Set(streams.map(({ name }) => name)).size).toBe(200);
        for (const when of ['usual', 'late'] as const) {
          expect(sum(streams.map((stream) => stream[when]))).toBeCloseTo(1, 9);
          for (const route of [
            placed,
            ...ROUTES.map(
              ([, by]) =>
                (stream: string) =>
                  by(stream, processes),
            ),
          ]) {
            const loads = routing.loadsOf(streams, route, processes, when);
            expect(sum(loads.values())).toBeCloseTo(1, 9);
            expect(routing.busiestOverMean(loads)).toBeGreaterThanOrEqual(1 - 1e-9);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  test('placing the hottest leaves all other streams where they were, and lowers the busiest of a skewed year', () => {
    const streams = activityOf({ streams: 5_000, skew: 0.8, seed: 3 });
    const processes = numbered(6);
    const placed = routing.withHottestMoved(routing.rendezvous, streams, processes, 60);
    const plain = (stream: string): number => routing.rendezvous(stream, processes);
    const colder = [...streams].sort((a, b) => b.usual - a.usual).slice(60);
    expect(routing.movedShare(colder, plain, placed)).toBe(0);
    const busiest = (route: (stream: string) => number): number =>
      routing.busiestOverMean(routing.loadsOf(streams, route, processes, 'usual'));
    expect(busiest(placed)).toBeLessThan(1.02);
    expect(busiest(plain)).toBeGreaterThan(1.05);
  });

  test('the same seed makes the same year, another seed another one', () => {
    const settings = { streams: 100, skew: 1, seed: 4 };
    expect(activityOf(settings)).toEqual(activityOf(settings));
    expect(activityOf({ ...settings, seed: 5 })).not.toEqual(activityOf(settings));
  });
});

describe('queue', () => {
  const service = { perBatchMs: 2, perCommandMs: 0.25 };
  const latencies = (utilisation: number, seed: number): number[] =>
    latenciesOf({ ...service, perMs: utilisation / service.perCommandMs, commands: 5_000, random: randomOf(seed) });

  test('nobody is answered faster than a batch of one', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.95, noNaN: true }), fc.integer(), (utilisation, seed) => {
        const found = latencies(utilisation, seed);
        expect(found.length).toBeGreaterThanOrEqual(5_000);
        expect(Math.min(...found)).toBeGreaterThanOrEqual(2.25 - 1e-9);
      }),
      { numRuns: 20 },
    );
  });

  test('a nearly idle process answers after one batch; more load means longer waits', () => {
    const mean = (values: number[]): number => sum(values) / values.length;
    expect(mean(latencies(0.001, 1))).toBeCloseTo(2.25, 1);
    const means = [0.1, 0.5, 0.8, 0.95].map((utilisation) => mean(latencies(utilisation, 1)));
    expect([...means].sort((a, b) => a - b)).toEqual(means);
    // Batches as large as what comes in while one is under way: (2 + k / 4) ms for k commands, so k settles at 8 ρ / (1 − ρ).
    expect(mean(latencies(0.8, 1))).toBeGreaterThan(2 + 32 / 4);
  });
});
