import { join } from 'node:path';

import { importFile, newestPositions } from '../../apps/standalone/src/import-file';
import { LedgerClient } from '../../apps/standalone/src/ledger-client';
import { runProjections } from '../../apps/standalone/src/projections-verb';
import { readConfig } from '#platform';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { newPrefix, testBrokers } from '../support/kafka';
import { dumpTables } from '../support/table-dump';
import { type Service, startService, TOKEN } from '../support/service';

const DATA = join(__dirname, '..', '..', 'data', 'shangrao-2024');
const prefix = newPrefix();

let database: TestDatabase;
let service: Service;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startService({ prefix, databaseUrl: database.url });
  const client = new LedgerClient(service.url, TOKEN);
  const positions: string[] = [];
  for (const name of ['commands.json', 'facts.csv']) {
    positions.push(...(await importFile(join(DATA, name), client, () => undefined)).positions);
  }
  const line = {
    source: 'general-public-budget',
    function: '2012901',
    economic: '30201',
    category: 'operating',
    amountYuan: '10.00',
  };
  const ofYear = {
    division: '361100',
    documentNumber: '样例〔2024〕1号',
    effectiveDate: '2024-05-01',
    fiscalYear: 2024,
  };
  const [own, far] = [
    { ...line, unit: '126001' },
    { ...line, unit: '127001' },
  ];
  const answers = await client.post([
    { ...ofYear, commandId: 'pool', department: '126', type: 'AllocateBudget', lines: [{ ...line, unit: '126' }] },
    { ...ofYear, commandId: 'freeze', department: '126', type: 'FreezeFunds', lines: [own] },
    {
      ...ofYear,
      commandId: 'away',
      department: '126',
      type: 'TransferToDepartment',
      toDepartment: '127',
      from: [own],
      to: [far],
    },
  ]);
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
  positions.push(...answers.map(({ body }) => String(body['position'])));
  await client.get('v1/units/361100/126001', newestPositions(positions));
});
afterAll(async () => {
  await service.stop();
  await database.drop();
});

async function check(): Promise<{ code: number; text: string }> {
  let text = '';
  const written = jest.spyOn(process.stdout, 'write').mockImplementation((some) => {
    text += String(some);
    return true;
  });
  try {
    const config = readConfig({
      KAFKA_BROKERS: testBrokers().join(','),
      DATABASE_URL: database.url,
      TOPIC_PREFIX: prefix,
    });
    return { code: await runProjections([], config), text };
  } finally {
    written.mockRestore();
  }
}

async function schemas(): Promise<string[]> {
  const { rows } = await database.database.query<{ nspname: string }>(
    "select nspname from pg_namespace where nspname like 'projection_check%'",
  );
  return rows.map(({ nspname }) => nspname);
}

it('makes the same rows again from the log, and leaves nothing behind', async () => {
  const { code, text } = await check();
  expect([code, text]).toEqual([0, expect.stringContaining('All tables are equal')]);
  for (const table of Object.keys(await dumpTables(database.database))) {
    expect(text).toMatch(new RegExp(`^${table} +([1-9]\\d*) +([0-9a-f]{32}) +\\1 +\\2 +是 yes$`, 'm'));
  }
  const checksums = [...text.matchAll(/ ([0-9a-f]{32}) .* 是 yes$/gm)].map(([, checksum]) => checksum);
  expect(new Set(checksums).size).toBe(checksums.length);
  expect(text).not.toContain('schema_migration');
  expect(await schemas()).toEqual([]);
});

it.each([
  [
    'budget_line',
    'update budget_line set original = original + 0.01 where line_key = (select min(line_key) from budget_line)',
  ],
  ['event', "update event set actor = 'somebody else' where revision = 3"],
  ['unit_year', 'update unit_year set first_revision = 99 where fiscal_year = 2024'],
])('names %s where a row of it was changed', async (table, change) => {
  await database.database.query(change);
  const { code, text } = await check();
  expect(code).toBe(1);
  // The same number of rows: the checksums alone tell them apart.
  const [, live, rebuilt] =
    new RegExp(`^${table} +\\d+ +([0-9a-f]{32}) +\\d+ +([0-9a-f]{32}) +否 NO$`, 'm').exec(text) ?? [];
  expect(rebuilt).toBeDefined();
  expect(live).not.toBe(rebuilt);
  expect(text).toContain(table);
  expect(await schemas()).toEqual([]);
});
