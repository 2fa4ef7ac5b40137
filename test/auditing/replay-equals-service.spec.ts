import { parseAsOf, type Version } from '#domain';
import { readBudget } from '#read-model';
import { type KnownBudget, profileOf, publication, reportOf } from '#report';
import { loadChart } from '#wire';
import fc from 'fast-check';

import { foldedBudget } from '../../apps/auditor/src/folded-budget';
import { type Step, steps, World } from '../../libs/domain/test/random-years';
import { createTestDatabase, type TestDatabase, serveEmpty } from '../support/database';
import { projectAnew } from '../support/projected';

const CHART = loadChart([]);
const DIVISION = '361100';
const DEPARTMENTS = ['126', '127'];

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
  await serveEmpty(test.database);
});
afterAll(() => test.drop());

/** Everything that is published of a year, by either measure: titles, levels, tables, sentences and comparison. */
function published(reading: KnownBudget, year: number): unknown[] {
  return (['current', 'original'] as const).map((measure) => {
    const made = { chart: CHART, measure, profile: profileOf(reading.place) };
    const { current, prior } = reportOf({ reading, fiscalYear: year }, made, { reading, fiscalYear: year - 1 });
    return publication(current, prior);
  });
}

describe('given random years of departments with pools', () => {
  it('a replay of the log publishes what the service publishes, of every unit and department, as of any revision and date', async () => {
    const cases = fc.tuple(
      steps(60),
      fc.oneof(fc.integer({ min: 3, max: 6 }), fc.integer({ min: 7, max: 60 })),
      fc.integer({ min: 0, max: 2 }),
      fc.integer({ min: 1, max: 12 }),
    );
    const met = { pools: 0, alone: 0, beside: 0, reports: 0 };
    await fc.assert(
      fc.asyncProperty(cases, async ([all, most, years, month]: [Step[], number, number, number]) => {
        const world = new World().play(all);
        await projectAnew(world, test.database);
        const day = `${world.year(years)}-${String(month).padStart(2, '0')}-15`;
        for (const department of DEPARTMENTS) {
          const events = world.eventsOf(`${DIVISION}/${department}`);
          const revision = Math.min(most, events.length);
          for (const effectiveOn of [undefined, day]) {
            for (const unit of [undefined, `${department}001`, `${department}002`]) {
              const place = { division: DIVISION, department, ...(unit === undefined ? {} : { unit }) };
              const asOf = parseAsOf(String(revision));
              const version: Version = {
                ...(asOf === undefined ? {} : { asOf }),
                ...(effectiveOn === undefined ? {} : { effectiveOn }),
              };
              const asked = [world.year(-1), world.year(0), world.year(1), world.year(2)];
              const reading = await readBudget(test.database, place, asked, version);
              const folded = foldedBudget(place, events.slice(0, revision), effectiveOn);
              expect(folded.units.length === 0).toBe(reading === undefined);
              if (reading === undefined) continue;
              for (const year of asked.slice(1)) {
                expect(folded.years.has(year)).toBe(reading.years.has(year));
                if (!folded.years.has(year)) continue;
                const ofReplay = published(folded, year);
                expect(ofReplay).toEqual(published(reading, year));
                met.reports += 1;
                if (folded.departmentYears.get(year)?.includes(department) === true) met.pools += 1;
                if (unit !== undefined)
                  met[(ofReplay[0] as { level: string }).level === 'unit' ? 'beside' : 'alone'] += 1;
              }
            }
          }
        }
      }),
      { numRuns: 12 },
    );
    // A property that met none of these would hold of anything.
    for (const count of Object.values(met)) expect(count).toBeGreaterThan(0);
  });
});
