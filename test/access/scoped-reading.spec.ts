import { listen } from '#platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import fc from 'fast-check';

import { steps, World } from '../../libs/domain/test/random-years';
import { callersWith, tokenOf } from '../support/callers';
import { createTestDatabase, type TestDatabase, serveEmpty } from '../support/database';
import { projectAnew } from '../support/projected';
import { createQueryApp } from '../support/query-app';
import { SseClient } from '../support/sse-client';
import { type At, grantsOf, type ScopedGrant, seesAll } from './scoped-grants';

const RUNS = 12;
const D = '361100';
const UNITS = ['126001', '126002', '127001', '127002'];
const YEARS = [2024, 2025];
const EVERYTHING = ['auditor', 'operator'].map((role) => ({ to: { token: 'everything' }, role }));
/** Readers are known before there is anything to read; each run draws one of them. */
const READERS = Array.from({ length: RUNS * 2 }, (_, n) => `reader-${n}`);
const GRANTS = new Map(
  READERS.map((token, n) => [token, fc.sample(grantsOf(token), { numRuns: 1, seed: 20_000 + n })[0] ?? []]),
);

/** Who sees one end of each transfer between the two departments. */
const ONE_END = ['126', '127'].map((department): [string, ScopedGrant[]] => {
  const token = `only-${department}`;
  return [token, [{ to: { token }, role: 'reader', departments: [department] }]];
});
for (const [token, grants] of ONE_END) GRANTS.set(token, grants);

let test: TestDatabase;
let app: NestFastifyApplication;
let url: string;

beforeAll(async () => {
  test = await createTestDatabase();
  await serveEmpty(test.database);
});
afterAll(() => test.drop());

interface Answer {
  status: number;
  json: Record<string, unknown>;
  /** Everything that was sent, headers too, without what is a hash. */
  bytes: string;
}

async function read(actor: string, path: string): Promise<Answer> {
  const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${tokenOf(actor)}` } });
  const text = await response.text();
  const bytes = JSON.stringify([...response.headers]) + text;
  const json = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status: response.status, json, bytes: bytes.replace(/\b[0-9a-f]{12,64}\b/g, '') };
}

/** A list, page by page, as far as it goes. */
async function readList(actor: string, path: string, field: string): Promise<Answer & { items: Item[] }> {
  const items: Item[] = [];
  let bytes = '';
  for (let cursor = ''; ;) {
    const page = await read(actor, `${path}${path.includes('?') ? '&' : '?'}limit=3${cursor}`);
    bytes += page.bytes;
    items.push(...((page.json[field] ?? []) as Item[]));
    if (typeof page.json['next'] !== 'string') return { ...page, items, bytes };
    cursor = `&cursor=${page.json['next']}`;
  }
}

type Item = Record<string, unknown>;

/** Places of whose every year there are lists, by their addresses. */
const PLACES: (At & { address: string })[] = [
  { address: `/v1/divisions/${D}` },
  ...['126', '127', '128'].map((department) => ({ address: `/v1/departments/${D}/${department}`, department })),
  ...UNITS.map((unit) => ({ address: `/v1/units/${D}/${unit}`, department: unit.slice(0, 3), unit })),
];

/** Whether anything could be seen of a place: some unit, pool or year of it, whether it is there or not. */
function mayTouch(grants: readonly ScopedGrant[], { department, unit, year }: At, isOfDepartments = false): boolean {
  const departments = department === undefined ? ['126', '127', '128'] : [department];
  const years = year === undefined ? [2023, 2024, 2025, 2026] : [year];
  return departments.some((each) => {
    const units = unit === undefined ? [...UNITS.filter((code) => code.startsWith(each)), each] : [unit];
    return years.some((of) =>
      [...(isOfDepartments ? [undefined] : units)].some((code) =>
        seesAll(grants, { department: each, unit: code, year: of }),
      ),
    );
  });
}

/** Codes of units of which the reader may see nothing must not stand in anything that he is sent. */
function expectNothingOfOthers(grants: readonly ScopedGrant[], bytes: string, path: string): void {
  const hidden = UNITS.filter((unit) => !mayTouch(grants, { department: unit.slice(0, 3), unit }));
  const shown = hidden.filter((unit) => new RegExp(`(?<![\\d.])${unit}(?!\\d)`).test(bytes));
  expect({ path, shown }).toEqual({ path, shown: [] });
}

async function expectList(
  [actor, grants]: [string, ScopedGrant[]],
  path: string,
  {
    field,
    place,
    atOf,
    isOfDepartments = false,
  }: { field: string; place: At; atOf: (item: Item) => At; isOfDepartments?: boolean },
): Promise<void> {
  const all = await readList('everything', path, field);
  const own = await readList(actor, path, field);
  if (!mayTouch(grants, place, isOfDepartments)) {
    expect([path, own.status]).toEqual([path, 403]);
    return;
  }
  const expected = all.items.filter((item) => seesAll(grants, atOf(item)));
  expect({ path, items: own.items }).toEqual({ path, items: expected });
  if (all.status === 200) expect([path, own.status]).toEqual([path, expected.length === 0 ? expect.any(Number) : 200]);
  if (own.status === 200)
    expect([path, own.json['limitedTo']]).toEqual([path, seesAll(grants, place) ? undefined : 'rights']);
  expectNothingOfOthers(grants, own.bytes, path);
}

async function expectWhole(
  [actor, grants]: [string, ScopedGrant[]],
  path: string,
  reads: readonly At[],
): Promise<void> {
  const own = await read(actor, path);
  if (!reads.every((each) => seesAll(grants, each))) {
    expect([path, own.status]).toEqual([path, 403]);
    return;
  }
  const all = await read('everything', path);
  expect([path, own.status]).toEqual([path, all.status]);
  if (all.status === 200 && !path.includes('/streams/')) expect(own.json).toEqual(all.json);
  // An event that sends money to another department says to which of its units.
  if (!path.endsWith('/events')) expectNothingOfOthers(grants, own.bytes, path);
}

async function expectReads(reader: [string, ScopedGrant[]]): Promise<void> {
  const [actor, grants] = reader;
  const audits = grants.filter(({ role }) => role === 'auditor');
  for (const { address, ...place } of PLACES) {
    const unitAt = (item: Item): At => ({ department: String(item['department']), unit: String(item['unit']) });
    const all = await readList('everything', `${address}/units`, 'units');
    const own = await readList(actor, `${address}/units`, 'units');
    if (mayTouch(grants, place)) {
      const seen = all.items.flatMap((item) => {
        const at = unitAt(item);
        if (!mayTouch(grants, at)) return [];
        return [{ ...item, years: (item['years'] as number[]).filter((year) => seesAll(grants, { ...at, year })) }];
      });
      expect({ address, units: own.items }).toEqual({ address, units: seen });
      expectNothingOfOthers(grants, own.bytes, address);
    } else expect([address, own.status]).toEqual([address, 403]);
    for (const year of YEARS) {
      const of = `${address}/years/${year}`;
      const lineAt = ({ unit }: Item): At => ({ department: String(unit).slice(0, 3), unit: String(unit), year });
      await expectList(reader, `${of}/lines`, { field: 'lines', place: { ...place, year }, atOf: lineAt });
      await expectList(reader, `${of}/lines?asOf=2099-01-01`, {
        field: 'lines',
        place: { ...place, year },
        atOf: lineAt,
      });
      const now = { ...place, year };
      for (const sum of ['tables/5', 'tables/5/diff?from=2024-06-01', 'tables/5/cells/total/total'])
        await expectWhole(reader, `${of}/${sum}`, [now]);
      for (const sum of ['comparison', 'comparison?by=function', 'explanation', 'publication'])
        await expectWhole(reader, `${of}/${sum}`, [now, { ...place, year: year - 1 }]);
    }
  }
  for (const department of ['126', '127', '128']) {
    const stream = `/v1/streams/${D}/${department}`;
    await expectWhole(reader, stream, [{ department }]);
    await expectWhole([actor, audits], `${stream}/events`, [{ department }]);
    for (const year of YEARS) {
      await expectWhole(reader, `${stream}/years/${year}`, [{ department, year }]);
      await expectWhole(reader, `${stream}/years/${year}/carry-over`, [{ department, year }]);
    }
    const heldAt = ({ line, fiscalYear }: Item): At => {
      return { department, unit: (line as { unit: string }).unit, year: fiscalYear as number };
    };
    await expectList(reader, `${stream}/freezes`, { field: 'held', place: { department }, atOf: heldAt });
    await expectTransits(reader, stream, department);
  }
}

/** Of a transfer of which one end alone is seen only that end's events are told, and only these decide where it stands. Answers how many there were. */
async function expectTransits(
  [actor, grants]: [string, ScopedGrant[]],
  stream: string,
  department: string,
): Promise<number> {
  const own = await readList(actor, `${stream}/transits`, 'transits');
  if (!mayTouch(grants, { department }, true)) {
    expect([stream, own.status]).toEqual([stream, 403]);
    return 0;
  }
  const sees = (id: string, year: number) => seesAll(grants, { department: id.split(/[/@]/)[1], year });
  const all = await readList('everything', `${stream}/transits`, 'transits');
  const events = ({ events: named, fiscalYear }: Item) =>
    Object.entries(named as Record<string, string>).filter(([, id]) => sees(id, fiscalYear as number));
  const expected = all.items.flatMap((item) => {
    const seen = events(item);
    return seen.length === 0 ? [] : [[item['transitId'], Object.fromEntries(seen)]];
  });
  expect(own.items.map(({ transitId, events: named }) => [transitId, named])).toEqual(expected);
  expectNothingOfOthers(grants, own.bytes, stream);
  return all.items.filter((item) => events(item).length < Object.keys(item['events'] as object).length).length;
}

interface Sent {
  states: Item[];
  changes: { eventId: string; lines: Item[]; besides: Item[] }[];
  text: string;
}

/** All states, and then all changes from the beginning of the log. */
async function subscribe(actor: string): Promise<Sent | number> {
  const headers = { authorization: `Bearer ${tokenOf(actor)}` };
  const first = new SseClient(`${url}/v1/subscriptions?division=${D}`, headers);
  await first.untilReady().catch(() => undefined);
  first.close();
  if (first.status !== 200) return first.status ?? 0;
  const within = /;within=\w+$/.exec(first.of('ready')[0]?.id ?? '')?.[0] ?? '';
  const second = await new SseClient(`${url}/v1/subscriptions?division=${D}`, {
    ...headers,
    'last-event-id': `0:-1,1:-1,2:-1${within}`,
  }).untilReady();
  second.close();
  return {
    states: first.of('state').map(({ data }) => data),
    changes: second.of('change').map(({ data }) => data as unknown as Sent['changes'][number]),
    text: JSON.stringify([first.messages, second.messages]).replace(/\b[0-9a-f]{12,64}\b/g, ''),
  };
}

async function expectSubscription([actor, grants]: [string, ScopedGrant[]]): Promise<void> {
  const own = await subscribe(actor);
  if (!mayTouch(grants, {})) {
    expect(own).toBe(403);
    return;
  }
  const all = await subscribe('everything');
  if (typeof all === 'number' || typeof own === 'number') throw new Error(JSON.stringify([own, all]));
  const stateAt = ({ department, unit, year }: Item): At => ({ department, unit, year }) as At;
  expect(own.states).toEqual(all.states.filter((state) => seesAll(grants, stateAt(state))));
  const expected = all.changes.flatMap(({ eventId, lines, besides }) => {
    const department = eventId.split(/[/@]/)[1];
    const seen = lines.filter(({ unit, year }) => seesAll(grants, { department, unit, year } as At));
    const said = besides.filter(({ unit, year }) =>
      unit !== undefined && year === undefined
        ? mayTouch(grants, { department, unit } as At)
        : seesAll(grants, { department, unit, year } as At),
    );
    return seen.length + said.length === 0 ? [] : [{ eventId, lines: seen, besides: said }];
  });
  expect(own.changes.map(({ eventId, lines, besides }) => ({ eventId, lines, besides }))).toEqual(expected);
  expectNothingOfOthers(grants, own.text, 'subscription');
}

it('what a reader with limits gets is the whole, filtered by hand; every other read is refused, and nothing shines through', async () => {
  let refusedAlike = 0;
  let seenFromOneEnd = 0;
  await fc.assert(
    fc.asyncProperty(steps(40), fc.constantFrom(...READERS), async (history, actor) => {
      const world = new World();
      world.play(history);
      await projectAnew(world, test.database);
      const made = await createQueryApp(
        test.url,
        {},
        callersWith([...EVERYTHING, ...[...GRANTS.values()].flat()] as never),
      );
      app = made.app;
      url = await listen(app, made.config);
      try {
        const reader: [string, ScopedGrant[]] = [actor, GRANTS.get(actor) ?? []];
        await expectReads(reader);
        await expectSubscription(reader);
        for (const oneEnd of ONE_END)
          for (const department of ['126', '127'])
            seenFromOneEnd += await expectTransits(oneEnd, `/v1/streams/${D}/${department}`, department);
        const [one, none] = await Promise.all([
          read(actor, `/v1/units/${D}/127001`),
          read(actor, `/v1/units/${D}/127999`),
        ]);
        if (one.status === 403 && none.status === 403) {
          refusedAlike += 1;
          expect(one.bytes.replaceAll('127001', '127999').replace(/"date","[^"]*"/, '')).toBe(
            none.bytes.replace(/"date","[^"]*"/, ''),
          );
        }
      } finally {
        await app.close();
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  expect(refusedAlike).toBeGreaterThan(0);
  expect(seenFromOneEnd).toBeGreaterThan(0);
}, 300_000);
