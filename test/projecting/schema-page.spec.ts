import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { createTestDatabase, type TestDatabase, serveEmpty } from '../support/database';
import { schemaPage } from '../support/schema-page';

const PAGE = join(__dirname, '..', '..', 'libs', 'read-model', 'sql', 'schema.md');

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
  await serveEmpty(test.database);
});
afterAll(() => test.drop());

it('the page of all tables is what the SQL makes (WRITE_SCHEMA_PAGE=1 writes it anew)', async () => {
  const page = await schemaPage(test.database);
  if (process.env['WRITE_SCHEMA_PAGE'] === '1') writeFileSync(PAGE, page);
  expect(readFileSync(PAGE, 'utf8')).toBe(page);
});

it('every table says what it is for', async () => {
  const { rows } = await test.database.query(
    `select relname as name from pg_class
      where relnamespace = current_schema()::regnamespace and relkind = 'r'
        and obj_description(oid, 'pg_class') is null`,
  );
  expect(rows).toEqual([]);
});
