import { listen } from '#platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import fc from 'fast-check';

import type { divisionsAnswer } from '../../apps/query/src/divisions/divisions-answer';
import type { departmentsAnswer, yearUnitsAnswer } from '../../apps/query/src/parts/parts-answer';
import type { searchAnswer } from '../../apps/query/src/search/search-answer';
import type { timelineAnswer } from '../../apps/query/src/timeline/timeline-answer';
import type { eventsAnswer } from '../../apps/query/src/streams/audit-trail-answer';
import type { z } from 'zod';
import { steps, World } from '../../libs/domain/test/random-years';
import { callersWith, tokenOf } from '../support/callers';
import { createTestDatabase, type TestDatabase, serveEmpty } from '../support/database';
import { projectAnew } from '../support/projected';
import { createQueryApp } from '../support/query-app';
import { type At, grantsOf, type ScopedGrant, seesAll } from './scoped-grants';

/** What leads to figures is cut as the figures are: the tree with its totals, the search, the timeline and single events. */

const RUNS = 10;
const D = '361100';
const YEARS = [2023, 2024, 2025, 2026];
const DEPARTMENTS = ['126', '127', '128'];
const UNITS = ['126001', '126002', '127001', '127002', '126', '127', '128'];
const EVERYTHING = { to: { token: 'everything' }, role: 'auditor' };
const READERS = Array.from({ length: RUNS * 2 }, (_, n) => `tree-reader-${n}`);
const GRANTS = new Map(
  READERS.map((token, n) => [token, fc.sample(grantsOf(token), { numRuns: 1, seed: 31_000 + n })[0] ?? []]),
);

let test: TestDatabase;
let app: NestFastifyApplication;
let url: string;

beforeAll(async () => {
  test = await createTestDatabase();
  await serveEmpty(test.database);
});
afterAll(() => test.drop());

/** What is refused has none of the fields. */
interface Got<T> {
  status: number;
  json: { [Name in keyof T]?: T[Name] };
}

async function get<T>(actor: string, path: string): Promise<Got<T>> {
  const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${tokenOf(actor)}` } });
  return { status: response.status, json: (await response.json()) as Got<T>['json'] };
}

/** Whether anything could be seen of a place, as Scope.touches says it. */
function mayTouch(grants: readonly ScopedGrant[], { department, unit, year }: At): boolean {
  const departments = department === undefined ? DEPARTMENTS : [department];
  return departments.some((each) =>
    (unit === undefined ? UNITS.filter((code) => code.startsWith(each)) : [unit]).some((code) =>
      (year === undefined ? YEARS : [year]).some((of) => seesAll(grants, { department: each, unit: code, year: of })),
    ),
  );
}

type Reader = [actor: string, grants: ScopedGrant[]];

async function expectDepartments([actor, grants]: Reader, year: number, version: string): Promise<void> {
  const path = `/v1/divisions/${D}/years/${year}/departments${version}`;
  const all = await get<z.infer<typeof departmentsAnswer>>('everything', path);
  const own = await get<z.infer<typeof departmentsAnswer>>(actor, path);
  if (!mayTouch(grants, { year })) {
    expect([path, own.status]).toEqual([path, 403]);
    return;
  }
  const units = await Promise.all(
    DEPARTMENTS.map(async (department) => {
      const { json } = await get<z.infer<typeof yearUnitsAnswer>>(
        'everything',
        `/v1/departments/${D}/${department}/years/${year}/units${version}`,
      );
      return [department, json.units ?? []] as const;
    }),
  );
  const seen = new Map(
    units.map(([department, list]) => [
      department,
      list.filter(({ code }) => seesAll(grants, { department, unit: code, year })),
    ]),
  );
  const expected = (all.json.departments ?? []).flatMap(({ totals, ...department }) => {
    const ofIt = seen.get(department.code) ?? [];
    if (ofIt.length === 0) return [];
    const isWhole = seesAll(grants, { department: department.code, year });
    const counted = { ...department, units: ofIt.filter(({ code }) => code !== department.code).length };
    return [isWhole ? { ...counted, totals } : counted];
  });
  expect({ path, departments: own.json.departments ?? [] }).toEqual({ path, departments: expected });
  for (const [department, list] of units) {
    const listed = `/v1/departments/${D}/${department}/years/${year}/units${version}`;
    const answer = await get<z.infer<typeof yearUnitsAnswer>>(actor, listed);
    if (mayTouch(grants, { department, year })) {
      const expectedUnits = list.filter(({ code }) => seesAll(grants, { department, unit: code, year }));
      expect({ listed, units: answer.json.units ?? [] }).toEqual({ listed, units: expectedUnits });
    } else expect([listed, answer.status]).toEqual([listed, 403]);
  }
}

async function expectDivisions([actor, grants]: Reader): Promise<void> {
  const own = await get<z.infer<typeof divisionsAnswer>>(actor, '/v1/divisions');
  if (grants.length === 0 || own.status === 403) {
    expect([own.status, mayTouch(grants, {})]).toEqual([403, false]);
    return;
  }
  const years = await Promise.all(
    YEARS.map(async (year) => {
      const path = `/v1/divisions/${D}/years/${year}/departments`;
      const { json } = await get<z.infer<typeof departmentsAnswer>>(actor, path);
      return [year, json.departments ?? []] as const;
    }),
  );
  const known = years.filter(([, departments]) => departments.length > 0);
  const [division] = own.json.divisions ?? [];
  expect(division?.years ?? []).toEqual(known.map(([year]) => year));
  const [newest, departments] = known.at(-1) ?? [];
  const isWhole = newest !== undefined && seesAll(grants, { year: newest });
  expect([division?.departments ?? 0, division?.newest?.year]).toEqual([
    departments?.length ?? 0,
    isWhole ? newest : undefined,
  ]);
}

/** A name is told where something of it may be read, and nowhere else. */
async function expectSearch([actor, grants]: Reader): Promise<number> {
  let told = 0;
  const texts = ['单位', '部门', '项目', '126', '127', '12', 'd', 'b', 'x', '样例'];
  const paths = ['department', 'unit', 'project'].flatMap((kind) =>
    texts.map((q) => `/v1/search?q=${encodeURIComponent(q)}&kind=${kind}&limit=50`),
  );
  for (const path of paths) {
    const all = await get<z.infer<typeof searchAnswer>>('everything', path);
    const own = await get<z.infer<typeof searchAnswer>>(actor, path);
    // Who may read of another division alone is answered, and finds nothing here.
    if (!mayTouch(grants, {})) {
      expect([path, own.json.hits ?? []]).toEqual([path, []]);
      continue;
    }
    const found = all.json.hits ?? [];
    expect(found.length).toBeLessThan(50);
    const expected = found.flatMap(({ year: _, ...one }) => {
      const { kind, department, unit, years } = one;
      if (kind !== 'project') return mayTouch(grants, { department, unit }) ? [one] : [];
      const seen = years?.filter((each) => seesAll(grants, { department, unit, year: each })) ?? [];
      return seen.length === 0 ? [] : [{ ...one, years: seen }];
    });
    const hits = own.json.hits ?? [];
    expect({ path, hits: hits.map(({ year: _, ...one }) => one) }).toEqual({ path, hits: expected });
    // The year that a hit leads to is one of which its reader may see something.
    for (const { department, unit, year } of hits)
      if (year !== undefined)
        expect([path, year, mayTouch(grants, { department, unit, year })]).toEqual([path, year, true]);
    told += expected.length;
  }
  return told;
}

async function expectTimeline([actor, grants]: Reader, department: string): Promise<void> {
  type Timeline = z.infer<typeof timelineAnswer>;
  const stream = `/v1/streams/${D}/${department}`;
  const trail = await get<z.infer<typeof eventsAnswer>>('everything', `${stream}/events?limit=500`);
  for (const year of [undefined, 2024]) {
    const path = `${stream}/timeline${year === undefined ? '' : `?year=${year}`}`;
    const own = await get<Timeline>(actor, path);
    if (!mayTouch(grants, { department, year })) {
      expect([path, own.status]).toEqual([path, 403]);
      continue;
    }
    const moved = (trail.json.events ?? []).filter(({ refused, postings }) => {
      if (refused) return false;
      if (year === undefined && seesAll(grants, { department })) return true;
      return postings.some(
        ({ line, fiscalYear }) =>
          (year ?? fiscalYear) === fiscalYear && seesAll(grants, { department, unit: line.unit, year: fiscalYear }),
      );
    });
    const told = new Set(own.json.events?.revision ?? []);
    expect({ path, missing: moved.filter(({ revision }) => !told.has(revision)) }).toEqual({ path, missing: [] });
    const more = (trail.json.events ?? []).filter(
      ({ revision, type, postings }) =>
        told.has(revision) &&
        type !== 'commands.combined.v1' &&
        !moved.some((event) => event.revision === revision) &&
        postings.length > 0,
    );
    expect({ path, more }).toEqual({ path, more: [] });
  }
  const audits = grants.filter(({ role }) => role === 'auditor');
  const event = await get(actor, `${stream}/events/1`);
  expect([stream, event.status === 403]).toEqual([stream, !seesAll(audits, { department })]);
}

it('whoever has limits sees of the tree, the search and the timeline what they may read, and nothing of the rest', async () => {
  let told = 0;
  await fc.assert(
    fc.asyncProperty(steps(40), fc.constantFrom(...READERS), async (history, actor) => {
      const world = new World();
      world.play(history);
      await projectAnew(world, test.database);
      const made = await createQueryApp(test.url, {}, callersWith([EVERYTHING, ...[...GRANTS.values()].flat()]));
      app = made.app;
      url = await listen(app, made.config);
      try {
        const reader: Reader = [actor, GRANTS.get(actor) ?? []];
        for (const year of [2024, 2025])
          for (const version of ['', '?asOf=2099-01-01', '?effectiveOn=2024-06-30'])
            await expectDepartments(reader, year, version);
        await expectDivisions(reader);
        told += await expectSearch(reader);
        for (const department of DEPARTMENTS) await expectTimeline(reader, department);
      } finally {
        await app.close();
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  expect(told).toBeGreaterThan(0);
}, 300_000);
