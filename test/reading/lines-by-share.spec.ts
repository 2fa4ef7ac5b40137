import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { z } from 'zod';

import { linesAnswer } from '../../apps/query/src/answers';
import { createTestDatabase, type TestDatabase, serveEmpty } from '../support/database';
import { projectAll } from '../support/projected';
import { startQueryApp } from '../support/query-app';
import { adjustment, WAGES_LINE } from '../support/sample';
import { shangraoCommands } from '../support/shangrao';
import { TestLog } from '../support/test-log';

let test: TestDatabase;
let app: NestFastifyApplication;

beforeAll(async () => {
  test = await createTestDatabase();
  await serveEmpty(test.database);
  const log = new TestLog();
  for (const command of shangraoCommands()) log.post(command);
  const about = { documentNumber: '样例〔2024〕9号', effectiveDate: '2024-06-02' };
  const freeze = { ...adjustment('freeze', '1000.00', about), type: 'FreezeFunds', kind: undefined } as never;
  expect(log.post(freeze)).toMatchObject({ type: 'funds.frozen.v1' });
  const all = { ...WAGES_LINE, economic: '39999', category: 'operating' } as const;
  log.post({ ...adjustment('give', '10.00', about), lines: [{ ...all, amountYuan: '10.00' }] } as never);
  log.post({ ...adjustment('take', '10.00', about), kind: 'cut', lines: [{ ...all, amountYuan: '10.00' }] } as never);
  await projectAll(log, test.database);
  app = await startQueryApp(test.url);
});
afterAll(async () => {
  await app.close();
  await test.drop();
});

type Line = z.infer<typeof linesAnswer>['lines'][number];

const keyOf = (line: Line): string =>
  [line.unit, line.source, line.function, line.economic, line.category, line.project ?? ''].join('|');
const shareOf = ({ currentYuan, availableYuan }: Line): number =>
  Number(currentYuan) > 0 ? Number(availableYuan) / Number(currentYuan) : Infinity;

async function linesOf(place: string, query: string): Promise<Line[]> {
  const lines: Line[] = [];
  for (let next = ''; ;) {
    const answer = await app.inject(`/v1/${place}/years/2024/lines?${query}${next}`);
    expect([query, answer.statusCode]).toEqual([query, 200]);
    const page = linesAnswer.parse(answer.json());
    lines.push(...page.lines);
    if (page.next === undefined) return lines;
    next = `&cursor=${page.next}`;
  }
}

describe.each(['units/361100/126001', 'departments/361100/126', 'divisions/361100'])('%s', (place) => {
  it.each(['', '&effectiveOn=2024-12-31', '&effectiveOn=2024-06-01'])(
    'has what is nearly used up first, and what has no budget last, page by page: %s',
    async (version) => {
      const known = await linesOf(place, version);
      const sorted = await linesOf(place, `sort=availableShare&limit=7${version}`);
      expect(new Set(sorted.map(keyOf))).toEqual(new Set(known.map(keyOf)));
      expect(sorted).toHaveLength(known.length);
      const shares = sorted.map(shareOf);
      expect(shares).toEqual([...shares].sort((a, b) => (a === b ? 0 : a - b)));
    },
  );

  it('tells what was frozen before what was not', async () => {
    const [first] = await linesOf(place, 'sort=availableShare&limit=500');
    expect(first).toMatchObject({ economic: '30101', frozenYuan: '1000.00' });
    const last = (await linesOf(place, 'sort=availableShare&limit=500')).at(-1);
    expect(last).toMatchObject({ economic: '39999', currentYuan: '0.00' });
  });
});
