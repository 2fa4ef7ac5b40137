import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { isMigrated, migrate, openDatabase, SchemaTooNew } from '#read-model';

import { createTestDatabase, type TestDatabase } from '../support/database';

describe('migrations of the read model', () => {
  let test: TestDatabase;
  beforeEach(async () => (test = await createTestDatabase()));
  afterEach(() => test.drop());

  it('are applied once when five processes start at the same moment', async () => {
    expect(await isMigrated(test.database)).toBe(false);
    const pools = Array.from({ length: 5 }, () => openDatabase(test.url, () => undefined));
    await Promise.all(pools.map((pool) => migrate(pool)));
    await Promise.all(pools.map((pool) => pool.end()));
    const { rows } = await test.database.query('select id from schema_migration order by id');
    const files = readdirSync(join(__dirname, '..', '..', 'libs', 'read-model', 'sql')).sort();
    expect(rows.map(({ id }: { id: string }) => id)).toEqual(files);
    expect(files.length).toBeGreaterThan(4);
    expect(await isMigrated(test.database)).toBe(true);
  });

  it('leave nothing behind when one of them fails half way', async () => {
    await test.database.query('create table event_line (taken integer)');
    await expect(migrate(test.database)).rejects.toThrow(/event_line/);
    const { rows } = await test.database.query("select to_regclass('event') as event, to_regclass('unit') as unit");
    expect(rows).toEqual([{ event: null, unit: 'unit' }]);
    await test.database.query('drop table event_line');
    await migrate(test.database);
    expect(await isMigrated(test.database)).toBe(true);
  });

  it('refuse a database that a newer version has migrated', async () => {
    await migrate(test.database);
    await test.database.query("insert into schema_migration (id) values ('9999_later.sql')");
    await expect(migrate(test.database)).rejects.toThrow(SchemaTooNew);
  });
});
