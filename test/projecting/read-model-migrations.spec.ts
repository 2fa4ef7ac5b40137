import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { SchemaTooNew } from '#postgres';
import { isMigrated, migrate, openReadModel, READ_MODEL_SCHEMA, readStanding } from '#read-model';

import { createTestDatabase, type TestDatabase } from '../support/database';

describe('migrations of the read model', () => {
  let test: TestDatabase;
  beforeEach(async () => (test = await createTestDatabase()));
  afterEach(() => test.drop());

  it('are applied once when five processes start at the same moment', async () => {
    expect(await isMigrated(test.database)).toBe(false);
    const pools = Array.from({ length: 5 }, () => openReadModel(test.url, () => undefined));
    await Promise.all(pools.map((pool) => migrate(pool)));
    await Promise.all(pools.map((pool) => pool.end()));
    const { rows } = await test.database.query('select id from schema_migration order by id');
    const folder = join(__dirname, '..', '..', 'libs', 'read-model', 'sql');
    const files = readdirSync(folder).filter((name) => name.endsWith('.sql'));
    expect(rows.map(({ id }: { id: string }) => id)).toEqual(files);
    expect(files.length).toBeGreaterThan(0);
    expect(await isMigrated(test.database)).toBe(true);
  });

  it('leave nothing behind when one of them fails half way', async () => {
    await test.database.query(
      `create schema ${READ_MODEL_SCHEMA}; create table ${READ_MODEL_SCHEMA}.posting (taken integer)`,
    );
    await expect(migrate(test.database)).rejects.toThrow(/posting/);
    const { rows } = await test.database.query("select to_regclass('event') as event");
    expect(rows).toEqual([{ event: null }]);
    await test.database.query('drop table posting');
    await migrate(test.database);
    expect(await isMigrated(test.database)).toBe(true);
  });

  it('refuse a database that a newer version has migrated', async () => {
    await migrate(test.database);
    await test.database.query("insert into schema_migration (id) values ('9999_later.sql')");
    await expect(migrate(test.database)).rejects.toThrow(SchemaTooNew);
  });

  it('leave the tables of an earlier form to the programs that read them', async () => {
    await test.database.query(`
      create table public.schema_migration (id text primary key);
      insert into public.schema_migration values ('0001_positions.sql'), ('0011_late_carry_over.sql');
      create table public.checkpoint (partition integer primary key, next_offset bigint not null, last_hash text not null);
      insert into public.checkpoint values (0, 17, 'h')`);
    await migrate(test.database);
    expect(await isMigrated(test.database)).toBe(true);
    // What is not projected in this form is read from the log, from its first record on.
    expect((await readStanding(test.database)).next.size).toBe(0);
    const { rows } = await test.database.query('select partition, next_offset from public.checkpoint');
    expect(rows).toEqual([{ partition: 0, next_offset: 17 }]);
  });

  it('are made in a schema that an address names among settings of its own', async () => {
    const url = new URL(test.url);
    url.searchParams.set('options', '-c work_mem=5MB -c search_path=public');
    const database = openReadModel(url.href, () => undefined);
    try {
      await migrate(database);
      const { rows } = await database.query("select current_schema() as schema, current_setting('work_mem') as memory");
      expect(rows).toEqual([{ schema: READ_MODEL_SCHEMA, memory: '5MB' }]);
    } finally {
      await database.end();
    }
  });
});
