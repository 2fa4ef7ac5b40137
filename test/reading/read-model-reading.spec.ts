import { parsePosition, type Position } from '#domain';
import { readAuditPage, readUnitYears, waitForPosition } from '#read-model';

import { createTestDatabase, type TestDatabase, serveEmpty } from '../support/database';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
  await serveEmpty(test.database);
});
afterAll(() => test.drop());

describe('a position', () => {
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

describe('an audit trail', () => {
  beforeAll(async () => {
    await test.database.query(`
      insert into checkpoint values (3, 1001, '') on conflict (partition) do update set next_offset = 1001;
      insert into saying (stream, kind, fiscal_year, unit, item, revision, place, effective_date, content)
        values ('361100/126', 'unit', 0, '126001', '', 1, 0, '2024-01-01', '{"name":"单位","departmentName":"部门"}');
      insert into unit_year (division, department, unit, fiscal_year, revision, partition, log_offset, first_revision)
        values ('361100', '126', '126001', 2024, 1000, 3, 1000, 1);
      insert into stream_head values ('361100/126', 3, 1000, '', '', '[]'::jsonb, null);
      insert into event
        select '361100/126', n, 'e', 'budget.allocated.v1', false, 'c', '张三', 'x', '样例', '2024-01-01', '2024-01-01', '', '', 3, n, null,
               '{}', '{}', case when n = 500 then 5000000 else 1000 end
          from generate_series(1, 1000) n`);
  });

  it('is paged through without a gap and ends a page that gets too heavy', async () => {
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
