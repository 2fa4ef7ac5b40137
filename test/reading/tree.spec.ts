import { fenOf, yuanOf } from '#domain';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import fc from 'fast-check';
import type { z } from 'zod';

import type { linesAnswer } from '../../apps/query/src/lines/lines-answer';
import { divisionsAnswer } from '../../apps/query/src/divisions/divisions-answer';
import { departmentsAnswer, yearUnitsAnswer } from '../../apps/query/src/parts/parts-answer';
import { steps, World } from '../../libs/domain/test/random-years';
import { createTestDatabase, type TestDatabase, serveEmpty } from '../support/database';
import { projectAnew } from '../support/projected';
import { startQueryApp } from '../support/query-app';

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

async function get<T>(path: string): Promise<T> {
  const answer = await app.inject(path);
  expect([path, answer.statusCode]).toEqual([path, 200]);
  return answer.json<T>();
}

type Lines = z.infer<typeof linesAnswer>['lines'];
const COLUMNS = ['originalYuan', 'currentYuan', 'availableYuan', 'paidYuan', 'refundedYuan', 'frozenYuan'] as const;

/** What lines come to by some part of them, added up here. */
function sumsBy(lines: Lines, partOf: (unit: string) => string): Record<string, Record<string, string>> {
  const sums: Record<string, Record<string, string>> = {};
  for (const line of lines) {
    const part = (sums[partOf(line.unit)] ??= Object.fromEntries(COLUMNS.map((column) => [column, '0.00'])));
    for (const column of COLUMNS) part[column] = yuanOf(fenOf(part[column] ?? '') + fenOf(line[column]));
  }
  return sums;
}

const NOTHING = Object.fromEntries(COLUMNS.map((column) => [column, '0.00']));

async function expectTotals(year: number, version: string): Promise<void> {
  const { lines } = await get<{ lines: Lines }>(`/v1/divisions/361100/years/${year}/lines?${version}`);
  const list = departmentsAnswer.parse(await get(`/v1/divisions/361100/years/${year}/departments?${version}`));
  const byDepartment = sumsBy(lines, (unit) => unit.slice(0, 3));
  expect(list.departments.map(({ code }) => code)).toEqual(expect.arrayContaining(Object.keys(byDepartment)));
  for (const { code, totals, name } of list.departments) {
    expect([code, totals, name]).toEqual([code, byDepartment[code] ?? NOTHING, '部门']);
    const path = `/v1/departments/361100/${code}/years/${year}/units?${version}`;
    const { units } = yearUnitsAnswer.parse(await get(path));
    const byUnit = sumsBy(lines, (unit) => unit);
    expect(units.map((unit) => unit.totals)).toEqual(units.map((unit) => byUnit[unit.code] ?? NOTHING));
    const own = Object.keys(byUnit).filter((unit) => unit.startsWith(code));
    expect(units.map((unit) => unit.code)).toEqual(expect.arrayContaining(own));
    for (const unit of units) if (unit.code === code) expect(unit.name).toBe('部门（待下达）');
  }
}

it('the totals of departments and units are the sums of their lines, now and of any version', async () => {
  await fc.assert(
    fc.asyncProperty(steps(60), async (history) => {
      const world = new World();
      world.play(history);
      await projectAnew(world, test.database);
      for (const version of ['', 'asOf=2099-01-01', 'effectiveOn=2024-06-30', 'asOf=2024-01-01T00:00:20Z']) {
        const probe = await app.inject(`/v1/divisions/361100/years/2024/departments?${version}`);
        if (probe.statusCode === 200) await expectTotals(2024, version);
        else expect([version, probe.statusCode]).toEqual([version, 404]);
      }
      const { divisions } = divisionsAnswer.parse(await get('/v1/divisions'));
      const [division] = divisions;
      const { departments } = departmentsAnswer.parse(
        await get(`/v1/divisions/361100/years/${division?.newest?.year ?? ''}/departments`),
      );
      const whole = Object.fromEntries(
        COLUMNS.map((column) => [
          column,
          yuanOf(departments.reduce((sum, { totals }) => sum + fenOf(totals![column]), 0n)),
        ]),
      );
      expect(divisions).toEqual([
        expect.objectContaining({ name: '江西省上饶市', newest: { year: division?.newest?.year, ...whole } }),
      ]);
      expect(division?.departments).toBe(departments.length);
      expect(division?.units).toBe(departments.reduce((sum, { units }) => sum + units, 0));
    }),
    { numRuns: 15, endOnFailure: true },
  );
}, 240_000);

/** A division of so many departments of 20 units, filled as the projector leaves it. */
const manyUnits = (departments: number): string => `
  truncate checkpoint, stream_head, unit_year, search_name, saying;
  insert into checkpoint select n, 100000, '' from generate_series(0, 5) n;
  insert into stream_head (stream, partition, revision, hash, time, void_tips)
    select '361100/' || (100 + p)::text, p % 6, 200, 'h200', '2024-01-01T00:03:20.000Z', '[]' from generate_series(1, ${departments}) p;
  insert into unit_year (division, department, unit, fiscal_year, first_revision, revision, partition, log_offset,
                         original, current, available, paid)
    select '361100', split_part(stream, '/', 2), split_part(stream, '/', 2) || lpad(n::text, 3, '0'), year, 1, 200, partition, 2000,
           n * 1000 + year, n * 1000, n * 900, n * 100
      from stream_head, generate_series(1, 20) n, generate_series(2023, 2024) year;
  insert into search_name (kind, division, department, unit, fiscal_year, name, said_by, terms)
    select distinct 'department', division, department, '', 0, '部门' || department, unit, '部门' || department from unit_year where unit like '%001';
  analyze`;

it('a page of a thousand departments with twenty thousand units costs no more than their sums do', async () => {
  // Codes of departments have three digits, so that these are all that there can be.
  await test.database.query(manyUnits(899));
  const path = '/v1/divisions/361100/years/2024/departments?limit=100&sort=-currentYuan';
  await get(path);
  const took: number[] = [];
  for (let turn = 0; turn < 9; turn += 1) {
    const began = performance.now();
    const { departments } = departmentsAnswer.parse(await get(path));
    took.push(performance.now() - began);
    expect(departments).toHaveLength(100);
    expect(departments[0]?.totals?.currentYuan).toBe('210000.00');
  }
  const median = took.sort((a, b) => a - b)[4] ?? Infinity;
  expect(median).toBeLessThan(300);
});
