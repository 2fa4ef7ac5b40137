import { BinaryRows, type Columns, copyIn, inTransaction, NotStorable, type RowOf } from '#postgres';
import fc from 'fast-check';

import { createTestDatabase, type TestDatabase } from '../support/database';

const COLUMNS = {
  a_text: 'text',
  an_integer: 'integer',
  a_bigint: 'bigint',
  a_boolean: 'boolean',
  a_numeric: 'numeric',
  a_date: 'date',
  a_time: 'timestamptz',
  a_json: 'json',
  a_jsonb: 'jsonb',
} as const satisfies Columns;
type Row = RowOf<typeof COLUMNS>;
const NAMES = Object.keys(COLUMNS) as (keyof Row)[];
const TYPES = Object.values(COLUMNS).map((type) => (type === 'numeric' ? 'numeric(30, 2)' : type));

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
  const columns = NAMES.map((name, index) => `${name} ${TYPES[index]}`).join(', ');
  for (const table of ['copied', 'inserted']) await test.database.query(`create table public.${table} (${columns})`);
});
afterAll(() => test.drop());

async function copied(rows: readonly Row[]): Promise<string[]> {
  const binary = new BinaryRows(COLUMNS, 16);
  for (const row of rows) binary.add(row);
  await inTransaction(test.database, async (client) => {
    await client.query('truncate public.copied');
    await copyIn(client, 'public.copied', COLUMNS, binary);
  });
  return textOf('copied');
}

/** The same rows as Postgres reads them when they are written as text. */
async function inserted(rows: readonly Row[]): Promise<string[]> {
  await test.database.query('truncate public.inserted');
  const places = NAMES.map((_, index) => `$${index + 1}`).join(', ');
  for (const row of rows) {
    const values = NAMES.map((name) => (name === 'a_date' ? asPostgresSays(row[name] as string | null) : row[name]));
    await test.database.query(`insert into public.inserted values (${places})`, values);
  }
  return textOf('inserted');
}

async function textOf(table: string): Promise<string[]> {
  const { rows } = await test.database.query<{ row: string }>(
    `select t::text || coalesce(a_numeric::text, '') as row from public.${table} as t order by ctid`,
  );
  return rows.map(({ row }) => row);
}

/** Postgres calls the year 0 the year 1 before Christ. */
function asPostgresSays(date: string | null): string | null {
  return date?.startsWith('0000-') === true ? `0001-${date.slice(5)} BC` : date;
}

const digits = (most: number) => fc.stringMatching(new RegExp(`^(0|[1-9][0-9]{0,${most - 1}})$`));
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.stringMatching(/^[ -~]{0,60}$/),
  fc.constantFrom('', '预算', 'x'.repeat(5_000), '𠀀'.repeat(30), '\u0001', '\u007f\u0080'),
);
const plainText = text.filter((one) => one.isWellFormed() && !one.includes('\0'));
const day = fc
  .date({ min: new Date('0000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const row: fc.Arbitrary<Row> = fc.record({
  a_text: fc.option(plainText),
  an_integer: fc.option(fc.integer()),
  a_bigint: fc.option(fc.maxSafeInteger()),
  a_boolean: fc.option(fc.boolean()),
  a_numeric: fc.option(
    fc
      .tuple(fc.constantFrom('', '-'), fc.oneof(digits(28), fc.constantFrom('0', '10000', '100000000')), fc.nat(99))
      .map(([sign, whole, places]) => `${sign}${whole}.${String(places).padStart(2, '0')}`),
  ),
  a_date: fc.option(fc.oneof(day, fc.constantFrom('0000-02-29', '2024-02-29', '2000-01-01'))),
  a_time: fc.option(
    fc
      .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString()),
  ),
  a_json: fc.option(fc.json({ stringUnit: 'binary' })),
  a_jsonb: fc.option(fc.record({ a: plainText, b: fc.nat() }).map((value) => JSON.stringify(value))),
});

it('reads back as the same rows that were written as text', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 12 }), async (rows) => {
      expect(await copied(rows)).toEqual(await inserted(rows));
    }),
    { numRuns: 150 },
  );
});

const NOTHING = Object.fromEntries(NAMES.map((name) => [name, null])) as Row;

it.each<[keyof Row, Row[keyof Row]]>([
  ['a_text', 'a\0b'],
  ['a_text', 'a\ud800b'],
  ['a_text', `${'x'.repeat(100)}\0`],
  ['a_text', 7],
  ['an_integer', 2 ** 31],
  ['an_integer', 1.5],
  ['a_bigint', 2 ** 53],
  ['a_boolean', 'true'],
  ['a_numeric', `1${'0'.repeat(28)}.00`],
  ['a_numeric', '1'],
  ['a_numeric', '.00'],
  ['a_numeric', '1e3.00'],
  ['a_numeric', '1.0x'],
  ['a_date', '2024-02-30'],
  ['a_date', '2024-1-1'],
  ['a_date', 'now'],
  ['a_time', '2024-02-30T00:00:00Z'],
  ['a_time', '0000-01-01T00:00:00Z'],
  ['a_time', 'now'],
  ['a_json', '"\ud800"'],
])('refuses %s %j, and leaves the rows before it', async (name, value) => {
  const binary = new BinaryRows(COLUMNS);
  binary.add({ ...NOTHING, an_integer: 1 });
  expect(() => binary.add({ ...NOTHING, [name]: value })).toThrow(NotStorable);
  binary.add({ ...NOTHING, an_integer: 2 });
  await inTransaction(test.database, async (client) => {
    await client.query('truncate public.copied');
    await copyIn(client, 'public.copied', COLUMNS, binary);
  });
  const { rows } = await test.database.query('select an_integer from public.copied order by 1');
  expect(rows).toEqual([{ an_integer: 1 }, { an_integer: 2 }]);
});

it('is refused by Postgres in the middle of many bytes, and the connection goes on', async () => {
  await test.database.query('create table public.keyed (id integer primary key, content text)');
  const columns = { id: 'integer', content: 'text' } as const;
  const binary = new BinaryRows(columns);
  for (let id = 0; id < 20_000; id += 1) binary.add({ id: id === 7 ? 6 : id, content: 'x'.repeat(1_000) });
  const client = await test.database.connect();
  try {
    await expect(copyIn(client, 'public.keyed', columns, binary)).rejects.toThrow('keyed_pkey');
    await expect(copyIn(client, 'public.nowhere', columns, binary)).rejects.toThrow('does not exist');
    binary.clear();
    binary.add({ id: 1, content: null });
    await copyIn(client, 'public.keyed', columns, binary);
    expect((await client.query('select * from public.keyed')).rows).toEqual([{ id: 1, content: null }]);
  } finally {
    client.release();
  }
});
