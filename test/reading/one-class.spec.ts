import { fenOf, type Grouping } from '#domain';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import fc from 'fast-check';
import type { z } from 'zod';

import { dimensionComparisonAnswer, yearsAnswer } from '../../apps/query/src/answers';
import { steps, World } from '../../libs/domain/test/random-years';
import { createTestDatabase, type TestDatabase, serveEmpty } from '../support/database';
import { projectAnew } from '../support/projected';
import { startQueryApp } from '../support/query-app';

/** A comparison of one class of lines is what the comparison by its dimension says of it, and all years are what each of them says. */

const MEASURES = ['original', 'current', 'paid', 'available'] as const;
const DIMENSIONS: readonly Grouping[] = ['source', 'function-group', 'economic-class', 'project', 'unit'];
const YEARS = [2024, 2025];
const PLACES = ['/v1/divisions/361100', '/v1/departments/361100/126', '/v1/units/361100/126001'] as const;

let test: TestDatabase;
let app: NestFastifyApplication;

beforeAll(async () => {
  test = await createTestDatabase();
  await serveEmpty(test.database);
  app = await startQueryApp(test.url);
});
afterAll(async () => {
  await app.close();
  await test.drop();
});

type Compared = z.infer<typeof dimensionComparisonAnswer>;

async function compare(place: string, year: number, query: string): Promise<Compared | undefined> {
  const path = `${place}/years/${year}/comparison?${query}`;
  const answer = await app.inject(path);
  expect([path, [200, 404].includes(answer.statusCode)]).toEqual([path, true]);
  return answer.statusCode === 404 ? undefined : dimensionComparisonAnswer.parse(answer.json());
}

async function yearsOf(place: string, query: string) {
  const answer = await app.inject(`${place}/years?${query}`);
  if (answer.statusCode === 404) return [];
  return yearsAnswer.parse(answer.json()).years;
}

const amountsOf = (measures: Compared['total']['measures']) => MEASURES.map((measure) => measures[measure].currentYuan);

let classes = 0;
let run = 0;

async function expectClasses(place: string, year: number, version: string): Promise<void> {
  const whole = await compare(place, year, `by=source${version}`);
  if (whole === undefined) return;
  const ofYear = (await yearsOf(place, version)).find((one) => one.year === year);
  expect(MEASURES.map((measure) => ofYear?.[`${measure}Yuan`])).toEqual(amountsOf(whole.total.measures));
  for (const by of DIMENSIONS) {
    const all = await compare(place, year, `by=${by}${version}`);
    const rows = (all?.rows ?? []).filter(({ of }) => of === 'both');
    for (const { key, name, measures } of rows) {
      const only = `only=${encodeURIComponent(`${by}:${key}`)}${version}`;
      const one = await compare(place, year, `by=economic&${only}`);
      classes += 1;
      expect(one?.only).toEqual({ by, key, name });
      // Who is new or has ended is so whatever is asked about.
      expect(one?.prior).toEqual(all?.prior);
      const change = ({ currentYuan, priorYuan, changeYuan, ratio }: (typeof measures)['current']) => {
        return { currentYuan, priorYuan, changeYuan, ratio };
      };
      expect([only, MEASURES.map((measure) => change(one!.comparable.measures[measure]))]).toEqual([
        only,
        MEASURES.map((measure) => change(measures[measure])),
      ]);
      const { drivers, otherDriversYuan } = one!.total;
      if (otherDriversYuan !== null) {
        const driven = drivers.reduce((sum, { amountYuan }) => sum + fenOf(amountYuan), fenOf(otherDriversYuan));
        expect(driven).toBe(fenOf(one!.total.measures.current.changeYuan ?? ''));
        expect(drivers).toEqual(all?.rows.find((row) => row.of === 'both' && row.key === key)?.drivers);
      }
      const alone = (await yearsOf(place, only)).find((found) => found.year === year);
      expect([only, MEASURES.map((measure) => alone?.[`${measure}Yuan`])]).toEqual([
        only,
        amountsOf(one!.total.measures),
      ]);
    }
  }
}

it('one class of lines is what its dimension says of it, now and of any version, and each year what a comparison says', async () => {
  await fc.assert(
    fc.asyncProperty(steps(60), async (history) => {
      const world = new World();
      world.play(history);
      await projectAnew(world, test.database);
      // The first question finds sums in the tables; once postings are at hand it is answered from them.
      run += 1;
      const only = ['source:general-public-budget', 'function-class:201', 'unit:126001', 'project:'][run % 4] ?? '';
      const first = async () => compare(PLACES[0], 2024, `by=economic&only=${only}`);
      const found = await first();
      for (const place of PLACES) {
        for (const version of ['', '&effectiveOn=2025-06-30', '&asOf=2024-01-01T00:00:20Z'])
          for (const year of YEARS) await expectClasses(place, year, version);
      }
      expect(await first()).toEqual(found);
    }),
    { numRuns: 5, endOnFailure: true, seed: 11 },
  );
  expect(classes).toBeGreaterThan(50);
}, 240_000);

it('a class of which there is nothing is zero where its place is known, and what is none is told to be wrong', async () => {
  const place = '/v1/divisions/361100';
  const [known] = await yearsOf(place, '');
  const none = await compare(place, known!.year, 'by=economic&only=economic:30999');
  expect(none?.rows.filter(({ of }) => of === 'both')).toEqual([]);
  expect(none?.total.measures.current.currentYuan).toBe('0.00');
  for (const wrong of ['302', 'colour:red', 'economic', `project:${'x'.repeat(500)}`, 'project:%00', '']) {
    const answer = await app.inject(`${place}/years?only=${wrong}`);
    expect([wrong, answer.statusCode, answer.json<{ errors: unknown }>().errors]).toEqual([
      wrong,
      400,
      [expect.objectContaining({ field: 'only' })],
    ]);
  }
  const alone = await app.inject(`${place}/years/${known!.year}/comparison?only=economic:30101`);
  expect([alone.statusCode, alone.json<{ errors: { field: string }[] }>().errors[0]?.field]).toEqual([400, 'only']);
});
