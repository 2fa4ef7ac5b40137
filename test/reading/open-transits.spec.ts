import { type Version } from '#domain';
import { isInTransit, readDepartmentYear, readTransits } from '#read-model';
import fc from 'fast-check';

import { steps, World } from '../../libs/domain/test/random-years';
import { createTestDatabase, type TestDatabase, serveEmpty } from '../support/database';
import { projectAnew } from '../support/projected';

/** Years that are known to have transfers of both kinds, so that chance alone does not decide whether there were enough. */
const PLAYED = fc.sample(steps(60), { seed: 3, numRuns: 4 }).map((all): [typeof all, number] => [all, 12]);

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
  await serveEmpty(test.database);
});
afterAll(() => test.drop());

it('what a department year names as in transit are those of all transfers that are not over, by either clock', async () => {
  let [open, over] = [0, 0];
  await fc.assert(
    fc.asyncProperty(steps(60), fc.integer({ min: 0, max: 24 }), async (all, month) => {
      const world = new World().play(all);
      await projectAnew(world, test.database);
      const effectiveOn = new Date(Date.UTC(world.year(0), month, 15)).toISOString().slice(0, 10);
      for (const department of ['126', '127']) {
        const key = { division: '361100', department };
        const newest = world.eventsOf(`361100/${department}`).length;
        const revisions = Array.from({ length: newest }, (_, index) => index + 1);
        const versions: Version[] = [
          {},
          { effectiveOn },
          ...revisions.map((revision) => ({ asOf: { kind: 'revision' as const, revision } })),
        ];
        for (const year of [world.year(0), world.year(1)]) {
          for (const version of versions) {
            const transits = (await readTransits(test.database, key, year, version))?.transits ?? [];
            const reading = await readDepartmentYear(test.database, key, year, version);
            const expected = transits.filter(isInTransit);
            expect(reading?.inTransit ?? []).toEqual(expected);
            open += expected.length;
            over += transits.length - expected.length;
          }
        }
      }
    }),
    { numRuns: 10 + PLAYED.length, examples: PLAYED },
  );
  // A property of nothing would hold of anything.
  expect(Math.min(open, over)).toBeGreaterThan(20);
});
