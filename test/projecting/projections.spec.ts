import { join } from 'node:path';

import { newestPositions } from '#imports';

import { importFile } from '../../apps/standalone/src/import-file';
import { LedgerClient } from '../../apps/standalone/src/ledger-client';
import { runProjections } from '../../apps/standalone/src/projections-verb';
import type { fillInBulk as FillInBulk } from '../../apps/projector/src/fill-in-bulk';
import { fillOf } from '../../apps/projector/src/fill-version';
import { readConfig } from '#platform';
import {
  type Database,
  makeIndexes,
  makeTables,
  openReadModel,
  OWN_VERSION,
  readChecksums,
  type ReadModelVersion,
  schemaOf,
  writeCheckpoints,
} from '#read-model';
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

describe('tables that are filled in bulk from the log', () => {
  const version: ReadModelVersion = { ...OWN_VERSION, version: 'bulk' };
  const schema = schemaOf(version.version);
  const log = { brokers: testBrokers(), prefix, ledgerId: 'budget-ledger' };
  let bulk: Database;
  beforeEach(async () => {
    bulk = openReadModel(database.url, () => undefined, schema);
    await makeTables(bulk, version);
  });
  afterEach(async () => {
    await bulk.query(`drop schema ${schema} cascade`);
    await bulk.end();
  });
  const rows = async (of: Database) => (await readChecksums(of)).tables;
  const fill = async (tables: Database, say: (sentence: string) => void = () => undefined): Promise<void> => {
    const { signal } = new AbortController();
    await fillOf(log, database.url, version, { say })(tables, {
      ...{ onRecords: () => undefined, onIndexing: () => undefined },
      signal,
    });
  };
  // Threads run compiled code.
  const { fillInBulk } = jest.requireActual<{ fillInBulk: typeof FillInBulk }>(
    '../../dist/apps/projector/src/fill-in-bulk',
  );

  it('by two threads equal those that were projected', async () => {
    const read: [number, number][] = [];
    const filled = await fillInBulk(
      log,
      { url: database.url, schema },
      { threads: 2, onRecords: (...counts) => read.push(counts) },
    );
    await makeIndexes(bulk, version);
    await writeCheckpoints(bulk, filled.partitions, filled.checkpoints);
    expect(await rows(bulk)).toEqual(await rows(database.database));
    const [, total] = read.at(-1)!;
    expect(read.at(-1)).toEqual([total, total]);
  });

  it('and go on where somebody breaks them off', async () => {
    const stop = new AbortController();
    const filling = fillInBulk(
      log,
      { url: database.url, schema },
      { threads: 2, signal: stop.signal, onRecords: () => stop.abort(new Error('told to end')) },
    );
    await expect(filling).rejects.toThrow('told to end');
    await makeTables(bulk, version);
    await fill(bulk);
    expect(await rows(bulk)).toEqual(await rows(database.database));
  });

  it('are filled event by event, with a sentence, where Postgres refuses what nobody foresaw', async () => {
    await bulk.query(`create function ${schema}.refuse() returns trigger language plpgsql as $$
      begin raise exception 'refused by hand' using errcode = '22003'; end $$`);
    await bulk.query('create trigger refuse before insert on posting execute function refuse()');
    const said: string[] = [];
    await fill(bulk, (sentence) => said.push(sentence));
    expect(said).toEqual([expect.stringMatching(/refuse something .*refused by hand.*event by event/)]);
    expect(await rows(bulk)).toEqual(await rows(database.database));
  });
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
