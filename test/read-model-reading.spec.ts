import type { BudgetPlace, Database, Position } from '#read-model';
import {
  formatPosition,
  migrate,
  parsePosition,
  readAuditPage,
  readChanges,
  readMadeLines,
  readStates,
  readStatesOf,
  readBudget,
  readUnitYears,
  waitForPosition,
} from '#read-model';

import { createTestDatabase, type TestDatabase } from './support/database';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
  await migrate(test.database);
});
afterAll(() => test.drop());

describe('a position', () => {
  it('is written partition:offset, in the order of the partitions', () => {
    expect(
      formatPosition(
        new Map([
          [4, 2],
          [3, 17],
        ]),
      ),
    ).toBe('3:17,4:2');
    expect(parsePosition('4:2,3:17')).toEqual(
      new Map([
        [4, 2],
        [3, 17],
      ]),
    );
    expect(parsePosition('3:17,3:4')).toEqual(new Map([[3, 17]]));
  });

  it.each(['', '3', '3:', ':1', '3:-1', '3:1,', '3:1;4:2', ' 3:1', '3:1e3', '3:1234567890123456'])(
    'is not %p',
    (text) => {
      expect(parsePosition(text)).toBeUndefined();
    },
  );

  it('is waited for until every partition has passed it', async () => {
    await test.database.query("insert into checkpoint values (3, 17, ''), (4, 3, ''), (5, 0, '')");
    const position = parsePosition('3:17,4:2') as Position;
    const waiting = waitForPosition(test.database, position, 5_000);
    await test.database.query('update checkpoint set next_offset = 18 where partition = 3');
    expect(await waiting).toEqual({ reached: true });
  });

  it('that is not reached in time is answered with where the tables stand', async () => {
    const started = Date.now();
    const answer = await waitForPosition(test.database, parsePosition('3:17,4:90,5:0,6:1') as Position, 120);
    expect(answer).toEqual({
      reached: false,
      standing: new Map([
        [3, 17],
        [4, 2],
      ]),
    });
    expect(Date.now() - started).toBeLessThan(1_000);
  });
});

describe('reading full tables', () => {
  /** 50,000 lines of 200 units, and 50,000 events of 50 streams, among more units and streams without any. */
  beforeAll(async () => {
    await test.database.query(`
      insert into unit select '361100', '126', '126' || lpad(n::text, 3, '0'), '单位', '部门', null from generate_series(1, 999) n;
      insert into unit_year select division, department, unit, year, 1, 3, 1 from unit, generate_series(2020, 2024) year where unit <= '126200';
      insert into budget_line
        select division, department, unit, fiscal_year, unit || '|' || n, 'general-public-budget', '2012901', '30101', 'personnel',
               null, null, null, 1, 0, 0, 0, 0
          from unit_year, generate_series(1, 50) n;
      insert into performance_target
        select division, department, unit, fiscal_year, '', 1, json_build_object('goals', repeat('x', 1500)) from unit_year;
      insert into publication_text select division, department, unit, fiscal_year, 'duties', 1, 0, '{}' from unit_year;
      insert into stream_head
        select '361100/' || n, 3, case when n <= 150 then 1000 else 1 end, '', '', '[]'::jsonb, null from generate_series(101, 999) n;
      insert into event
        select stream, n, 'e', 'budget.allocated.v1', false, 'c', '张三', 'x', '样例', '2024-01-01', '2024-01-01', '', '', 3, n, '{}',
               case when n = 500 then 5000000 else 1000 end
          from stream_head, generate_series(1, 1000) n where revision = 1000;
      insert into event_line
        select stream, revision, 0, '126001', 2024, '126001|1', 'original', 1, 0, 1, '{"original": "1.00"}', 0, 1, '2024-01-01', null
          from event;
      analyze`);
  }, 60_000);

  it('finds lines, events and stream heads through an index', async () => {
    const queries = await queriesOf(test.database, async () => {
      await readUnitYears(test.database, { division: '361100', unit: '126001' }, [2023, 2024]);
      await readBudget(test.database, { division: '361100', unit: '126001' }, [2023, 2024]);
      await readAuditPage(test.database, { stream: '361100/126', after: 400, limit: 50 });
    });
    expect(queries.length).toBeGreaterThan(6);
    await expectIndexes(queries);
  });

  it('finds changes and states through an index, filtered or not', async () => {
    await test.database.query(
      "insert into checkpoint values (3, 1001, '') on conflict (partition) do update set next_offset = 1001",
    );
    const from = (offset: number) =>
      new Map([
        [3, offset],
        [4, 3],
      ]);
    const queries = await queriesOf(test.database, async () => {
      await readChanges(test.database, from(990));
      await readChanges(test.database, from(10), { division: '361100', department: '126' });
      await readChanges(test.database, from(10), { division: '361101' });
      await readStates(test.database, {}, undefined, 20);
      await readStates(test.database, { division: '361100', year: 2024 }, undefined, 20);
      await readStates(test.database, { unit: '126001' }, { division: '361100', unit: '126001', fiscalYear: 2020 }, 20);
      await readStatesOf(test.database, [{ division: '361100', unit: '126001', fiscalYear: 2024 }]);
    });
    expect(queries.length).toBeGreaterThan(12);
    await expectIndexes(queries);
  });

  async function expectIndexes(queries: readonly { text: string; values: unknown[] }[]): Promise<void> {
    for (const { text, values } of queries) {
      const { rows } = await test.database.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values);
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).not.toMatch(
        /Seq Scan on (unit|unit_year|budget_line|performance_target|publication_text|event|event_line|stream_head)\b/,
      );
    }
  }

  it('pages through a trail without a gap and ends a page that gets too heavy', async () => {
    const revisions: number[] = [];
    const lengths: number[] = [];
    for (let after: number | undefined = 0; after !== undefined;) {
      const page = await readAuditPage(test.database, { stream: '361100/126', after, limit: 300 });
      revisions.push(...page!.events.map(({ revision }) => revision));
      lengths.push(page!.events.length);
      after = page!.next;
    }
    expect(revisions).toEqual(Array.from({ length: 1000 }, (_, index) => index + 1));
    expect(lengths).toEqual([300, 200, 300, 200]);
    expect(await readAuditPage(test.database, { stream: '361100/126', after: 1000, limit: 300 })).toMatchObject({
      events: [],
    });
    expect(await readAuditPage(test.database, { stream: '361101/126', after: 0, limit: 300 })).toBeUndefined();
  });

  it('answers nothing for a unit that is not known', async () => {
    expect(await readUnitYears(test.database, { division: '361100', unit: '127001' }, [2024])).toBeUndefined();
    expect((await readUnitYears(test.database, { division: '361100', unit: '126001' }, [2019]))?.years.size).toBe(0);
  });
});

describe('reading 200,000 lines of several divisions', () => {
  /** Ten divisions of ten departments of four units, with five years of 100 lines each. */
  beforeAll(async () => {
    await test.database.query(`
      truncate unit, unit_year, budget_line, performance_target, publication_text, stream_head, checkpoint;
      insert into unit
        select (361100 + d)::text, (100 + n)::text, (100 + n) || lpad(u::text, 3, '0'), '单位', '部门', null
          from generate_series(0, 9) d, generate_series(1, 10) n, generate_series(1, 4) u;
      insert into unit_year select division, department, unit, year, 1, 3, 1 from unit, generate_series(2020, 2024) year;
      insert into budget_line
        select division, department, unit, fiscal_year, unit || '|' || n, 'general-public-budget', '2012901', '30101', 'personnel',
               null, null, null, 1, 0, 0, 0, 0
          from unit_year, generate_series(1, 100) n;
      insert into performance_target select division, department, unit, fiscal_year, '', 1, '{}' from unit_year;
      insert into publication_text select division, department, unit, fiscal_year, 'duties', 1, 0, '{}' from unit_year;
      insert into stream_head
        select division || '/' || department, 3, 1, '', '', '[]'::jsonb, null from unit group by division, department;
      insert into checkpoint values (3, 1, '');
      analyze`);
  }, 120_000);

  it.each<Omit<BudgetPlace, 'division'>>([{ department: '105', unit: '105001' }, { department: '105' }, {}])(
    'goes through an index for %o',
    async (place) => {
      const queries = await queriesOf(test.database, async () => {
        const reading = await readBudget(test.database, { division: '361105', ...place }, [2023, 2024]);
        expect(reading!.years.get(2024)!.size).toBe(reading!.units.length);
        expect(reading!.position).toBe('3:0');
        const made = await readMadeLines(test.database, { division: '361105', ...place }, 2024);
        expect(made!.lines).toHaveLength(reading!.units.length * 100);
      });
      for (const { text, values } of queries) {
        const { rows } = await test.database.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values);
        const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
        expect(plan).not.toMatch(/Seq Scan on (budget_line|event|event_line)\b/);
      }
    },
  );
});

/** The select statements that some reading comes to. */
async function queriesOf(
  database: Database,
  read: () => Promise<void>,
): Promise<{ text: string; values: unknown[] }[]> {
  const queries: { text: string; values: unknown[] }[] = [];
  const connect = database.connect.bind(database) as () => Promise<{ query: (...args: unknown[]) => unknown }>;
  const spy = jest.spyOn(database, 'connect').mockImplementation((async () => {
    const client = await connect();
    const query = client.query.bind(client);
    client.query = (...args: unknown[]) => {
      const [text, values] = args as [string, unknown[] | undefined];
      if (values !== undefined) queries.push({ text, values });
      return query(...args);
    };
    return client;
  }) as never);
  await read();
  spy.mockRestore();
  // The connections stay watched, so what was asked up to here is copied.
  return [...queries];
}
