import {
  type AMOUNT_COLUMNS,
  dimensionsOfKey,
  fenOf,
  groupKeyOf,
  GROUPINGS,
  measureSign,
  MEASURES,
  parseAsOf,
} from '#domain';
import {
  type BudgetPlace,
  type DifferenceQuestion,
  readBudget,
  readDrivers,
  readLargestEvents,
  readParts,
  type Side,
} from '#read-model';
import fc from 'fast-check';

import { type Step, steps, World } from '../../libs/domain/test/random-years';
import { createTestDatabase, type TestDatabase, serveEmpty } from '../support/database';
import { projectAnew } from '../support/projected';

const DIVISION = '361100';
const MOST = 3;

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
  await serveEmpty(test.database);
});
afterAll(() => test.drop());

interface Row {
  stream: string;
  revision: number;
  unit: string;
  fiscal_year: number;
  line_key: string;
  amount_column: (typeof AMOUNT_COLUMNS)[number];
  delta: string;
  effective_date: string;
  late: boolean;
}

/** What each event adds, from all postings, one after the other: of `to` it is added, of `from` it is taken away. */
function naively(
  rows: readonly Row[],
  { place, measure, to, from, units }: DifferenceQuestion,
  sumsOf: (lineKey: string) => readonly string[],
): Map<string, Map<string, bigint>> {
  const sums = new Map<string, Map<string, bigint>>();
  const isOf = ({ fiscal_year, revision, effective_date }: Row, side: Side | undefined): boolean => {
    if (side?.fiscalYear !== fiscal_year) return false;
    const { asOf, effectiveOn } = side.version;
    if (asOf !== undefined && asOf.kind !== 'revision') throw new Error('asked as of revisions alone');
    return revision <= (asOf?.revision ?? Infinity) && (effectiveOn === undefined || effective_date <= effectiveOn);
  };
  for (const row of rows) {
    const { stream, revision, unit, line_key, late, amount_column } = row;
    if (place.department !== undefined && stream !== `${DIVISION}/${place.department}`) continue;
    if (place.unit !== undefined && unit !== place.unit) continue;
    if (units !== undefined && !units.includes(unit)) continue;
    const sides = BigInt(isOf(row, to)) - BigInt(isOf(row, from));
    const sign = late && measure === 'original' ? 0n : measureSign(measure, amount_column);
    if (sides * sign === 0n) continue;
    for (const sum of sumsOf(line_key)) {
      const ofEvent = sums.get(sum) ?? new Map<string, bigint>();
      sums.set(sum, ofEvent);
      const id = `${stream}@${revision}`;
      ofEvent.set(id, (ofEvent.get(id) ?? 0n) + sides * sign * fenOf(row.delta));
    }
  }
  return sums;
}

const sizeOf = (fen: bigint): bigint => (fen < 0n ? -fen : fen);
const sizes = (parts: readonly { amountFen: bigint }[]): bigint[] => parts.map(({ amountFen }) => sizeOf(amountFen));
const largest = (amounts: readonly bigint[]): bigint[] =>
  amounts
    .map(sizeOf)
    .sort((a, b) => (a < b ? 1 : a > b ? -1 : 0))
    .slice(0, MOST);

const versions = fc.record({
  revision: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }),
  month: fc.option(fc.integer({ min: 1, max: 24 }), { nil: undefined }),
  year: fc.integer({ min: 0, max: 1 }),
});
type AnyVersion = { revision: number | undefined; month: number | undefined; year: number };

function sideOf(world: World, { revision, month, year }: AnyVersion): Side {
  // A revision of the future is waited for before anybody reads.
  const newest = world.eventsOf(`${DIVISION}/126`).length;
  const asOf = revision === undefined ? undefined : parseAsOf(String(Math.min(revision, newest)));
  const date =
    month === undefined ? undefined : new Date(Date.UTC(world.year(0), month, 15)).toISOString().slice(0, 10);
  return {
    fiscalYear: world.year(year),
    version: { ...(asOf === undefined ? {} : { asOf }), ...(date === undefined ? {} : { effectiveOn: date }) },
  };
}

const PLACES: BudgetPlace[] = [
  { division: DIVISION },
  { division: DIVISION, department: '126' },
  { division: DIVISION, department: '126', unit: '126001' },
];

describe('given random years of two departments', () => {
  it('what events add to a difference is what their postings say, by either clock and every dimension', async () => {
    const cases = fc.tuple(
      steps(60),
      versions,
      fc.option(versions, { nil: undefined }),
      fc.constantFrom(...MEASURES),
      fc.boolean(),
    );
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(
        cases,
        async ([all, one, other, measure, isSome]: [
          Step[],
          AnyVersion,
          AnyVersion | undefined,
          (typeof MEASURES)[number],
          boolean,
        ]) => {
          const world = new World().play(all);
          await projectAnew(world, test.database);
          const { rows } = await test.database.query<Row>(
            'select stream, revision, unit, fiscal_year, line_key, amount_column, delta, effective_date, late from posting',
          );
          for (const place of PLACES) {
            const [to, from] = [one, other].map((version) => {
              // A division has no revision.
              const asked =
                version !== undefined && place.department === undefined ? { ...version, revision: undefined } : version;
              return asked === undefined ? undefined : sideOf(world, asked);
            });
            if (to === undefined) throw new Error('there is always a state');
            const units = isSome ? ['126001', '127002'] : undefined;
            const question = { place, measure, to, ...(from === undefined ? {} : { from }), units };
            compared += await compare(rows, question);
          }
        },
      ),
      { numRuns: 20 },
    );
    // A property of nothing would hold of anything.
    expect(compared).toBeGreaterThan(100);
  });
});

async function compare(rows: readonly Row[], question: DifferenceQuestion): Promise<number> {
  const keys = [...new Set(rows.map(({ line_key }) => line_key))];
  let compared = 0;
  let isKnown = false;
  for (const grouping of GROUPINGS) {
    const keyOf = (lineKey: string): string => groupKeyOf(grouping, dimensionsOfKey(lineKey));
    const sums = naively(rows, question, (lineKey) => ['', `=${keyOf(lineKey)}`]);
    const groups = new Set(keys.map(keyOf));
    const drivers = await readDrivers(test.database, question, grouping, { most: MOST, keys: groups });
    if (drivers === undefined) continue;
    isKnown = true;
    for (const [key, found] of [
      ['', drivers.ofTotal] as const,
      ...[...drivers.byKey].map(([key, of]) => [`=${key}`, of] as const),
    ]) {
      const expected = sums.get(key) ?? new Map<string, bigint>();
      expect(sizes(found)).toEqual(largest([...expected.values()].filter((amount) => amount !== 0n)));
      for (const { eventId, amountFen } of found) expect(expected.get(eventId)).toBe(amountFen);
      compared += found.length;
    }
  }
  const chosen = new Set(keys.filter((_, index) => index % 2 === 0));
  const all =
    naively(rows, question, (lineKey) => (chosen.has(lineKey) ? [''] : [])).get('') ?? new Map<string, bigint>();
  const parts: [string, bigint][] = [];
  await readParts(test.database, question, chosen, ({ stream, revision }, amountFen) => {
    parts.push([`${stream}@${revision}`, amountFen]);
  });
  // Of a state in which nothing was known yet nobody is told a difference.
  if (!isKnown) {
    expect(parts).toEqual([]);
    return 0;
  }
  expect(new Map(parts)).toEqual(all);
  const [events] = await readLargestEvents(test.database, question, { count: 1, most: MOST, sumsOf: () => [0] });
  const whole = naively(rows, question, () => ['']).get('') ?? new Map<string, bigint>();
  expect(events?.totalFen).toBe([...whole.values()].reduce((sum, amount) => sum + amount, 0n));
  expect((events?.largest.length ?? 0) + (events?.others.count ?? 0)).toBe(whole.size);
  return compared;
}

it('readers of tables that were made anew under the same name are told of the new ones', async () => {
  const stepsOf = (kind: string, count: number) =>
    Array.from({ length: count }, (_, seed) => ({ kind, department: '126', seed })) as Step[];
  const place = { division: DIVISION, department: '126' };
  const sums: bigint[] = [];
  for (const [first, second] of [
    [8, 4],
    [4, 8],
  ] as const) {
    const world = new World().play([...stepsOf('allocate', first), ...stepsOf('cut', second)]);
    await projectAnew(world, test.database);
    const version = { effectiveOn: `${world.year(0) + 2}-12-31` };
    const reading = await readBudget(test.database, place, [world.year(0)], version);
    const { rows } = await test.database.query<{ sum: string | null }>(
      `select sum(delta) from posting where fiscal_year = $1 and amount_column = 'original' and effective_date <= $2`,
      [world.year(0), version.effectiveOn],
    );
    const lines = [...(reading?.years.get(world.year(0))?.values() ?? [])].flatMap(({ lines }) => [...lines.values()]);
    const sum = lines.reduce((all, { original }) => all + original, 0n);
    expect(sum).toBe(fenOf(rows[0]?.sum ?? '0.00'));
    sums.push(sum);
  }
  expect(sums[0]).not.toBe(sums[1]);
});
