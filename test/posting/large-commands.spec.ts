import { createTestDatabase, type TestDatabase } from '../support/database';
import { until } from '../chaos/wait';
import { newPrefix } from '../support/kafka';
import { type Service, startService, TOKEN } from '../support/service';

const MOST = 5_000;
/** As many as one answer tells. */
const TOLD = 1_000;
/** A document may give a project a long name; the largest command is made of such. */
const projectOf = (n: number): string => `样例项目第${n}号：${'妇女儿童事业发展与权益保障'.repeat(4)}`;

let database: TestDatabase;
let service: Service;
let ids = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startService({ prefix: newPrefix(), databaseUrl: database.url });
});
afterAll(async () => {
  await service.stop();
  await database.drop();
});

function bare(type: string, fields: object, department = '126') {
  ids += 1;
  const basis = { commandId: `large-${ids}`, division: '361100', department, documentNumber: '样例〔2024〕1号' };
  return { type, ...basis, effectiveDate: '2024-03-01', ...fields };
}
const command = (type: string, fields: object) => bare(type, { fiscalYear: 2024, ...fields });
const registration = (department: string) =>
  bare('RegisterUnit', { unit: `${department}001`, name: '样例单位', departmentName: '样例部门' }, department);

const lines = (count: number, amountYuan: string, unit = '126001') =>
  Array.from({ length: count }, (_, n) => ({
    unit,
    source: 'general-public-budget',
    function: '2012901',
    economic: '30201',
    category: 'project',
    project: projectOf(n),
    amountYuan,
  }));

interface Told {
  status: number;
  body: Record<string, unknown>;
}

async function post(body: object): Promise<Told> {
  const response = await fetch(`${service.url}/v1/commands`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Told['body'] };
}

/** Answers the receipt of a command that must be recorded. */
async function recorded(body: object): Promise<Told['body']> {
  const told = await post(body);
  expect({ status: told.status, code: told.body['code'] }).toEqual({ status: 201, code: undefined });
  return told.body;
}

/** Waits until the tables have read the record of a receipt. */
async function untilProjected({ position }: Told['body']): Promise<void> {
  const [partition, offset] = String(position).split(':').map(Number);
  await until(`the tables have read up to ${String(position)}`, async () => {
    const { rows } = await database.database.query<{ next: number }>(
      'select next_offset as next from checkpoint where partition = $1',
      [partition],
    );
    return (rows[0]?.next ?? 0) > (offset ?? 0);
  });
}

/** What the lines of a unit have: the different rows, with how many lines have each. */
async function linesOf(unit: string, economic: string, year = 2024): Promise<Record<string, unknown>[]> {
  const { rows } = await database.database.query<Record<string, unknown>>(
    `select original, carried_over, transferred, frozen, paid, split_part(line_key, '|', 6) as origin_year, count(*)::integer as lines
       from budget_line where unit = $1 and split_part(line_key, '|', 4) = $2 and fiscal_year = $3
      group by original, carried_over, transferred, frozen, paid, origin_year`,
    [unit, economic, year],
  );
  return rows;
}

test('5,000 lines in one command are one event, of every kind that takes lines, and stand in the tables', async () => {
  await recorded(registration('126'));
  await recorded(command('AllocateBudget', { lines: lines(MOST, '10.00') }));
  await recorded(command('FreezeFunds', { lines: lines(MOST, '4.00') }));
  await recorded(
    command('RecordPayment', { lines: lines(MOST, '6.00'), freezeRevision: 3, final: true, beyondFreeze: true }),
  );
  const to = lines(MOST, '1.00').map((line) => ({ ...line, economic: '30202' }));
  await recorded(command('AdjustBudget', { kind: 'transfer', from: lines(MOST, '1.00'), to }));
  const reversal = await recorded(bare('ReverseEvent', { reversedRevision: 4 }));
  expect(reversal['revision']).toBe(6);
  await untilProjected(reversal);
  expect(await linesOf('126001', '30201')).toMatchObject([
    { lines: MOST, original: '10.00', frozen: '4.00', paid: '0.00', transferred: '-1.00' },
  ]);
  expect(await linesOf('126001', '30202')).toMatchObject([{ lines: MOST, original: '0.00', transferred: '1.00' }]);
  const { rows } = await database.database.query(
    'select revision, count(*)::integer as postings from posting group by revision order by revision',
  );
  expect(rows).toEqual([
    { revision: 2, postings: MOST },
    { revision: 3, postings: MOST },
    { revision: 4, postings: 2 * MOST },
    { revision: 5, postings: 2 * MOST },
    { revision: 6, postings: 2 * MOST },
  ]);
});

test('a transfer of 5,000 lines arrives in another department, and one that is refused there comes back', async () => {
  await recorded(registration('127'));
  const sending = (unit: string) =>
    command('TransferToDepartment', { toDepartment: '127', from: lines(MOST, '1.00'), to: lines(MOST, '1.00', unit) });
  await recorded(sending('127009'));
  await recorded(sending('127001'));
  const isOver = async () => {
    const tried = await post({ ...bare('CloseYear', { fiscalYear: 2024, effectiveDate: '2024-12-31' }), dryRun: true });
    return tried.body['outcome'] === 'accepted';
  };
  await until('both transfers are over', isOver, { everyMs: 200 });
  const ceiling = (unit: string) => ({ fiscalYear: 2024, scope: { kind: 'three-public', unit }, limitYuan: '1.00' });
  await untilProjected(await recorded(bare('SetCeiling', ceiling('127001'), '127')));
  await untilProjected(await recorded(bare('SetCeiling', ceiling('126001'))));
  expect(await linesOf('127001', '30201')).toMatchObject([{ lines: MOST, transferred: '1.00' }]);
  expect(await linesOf('126001', '30201')).toMatchObject([{ lines: MOST, transferred: '-2.00' }]);
});

test('5,000 lines go into the next year in one event', async () => {
  const carried = { kind: 'carry-forward', fiscalYear: 2025, effectiveDate: '2025-01-01', lines: lines(MOST, '4.00') };
  await untilProjected(await recorded(command('CarryOverBalance', carried)));
  const expected = [{ lines: MOST, carried_over: '4.00', origin_year: '2024' }];
  expect(await linesOf('126001', '30201', 2025)).toMatchObject(expected);
});

test('an answer tells the first thousand of 5,000 lines and how many it leaves out; the event of a refusal names every one', async () => {
  const refused = await post(command('RecordPayment', { lines: lines(MOST, '100.00') }));
  expect(refused.status).toBe(422);
  expect(refused.body['figures']).toHaveLength(TOLD);
  expect(refused.body['figuresLeftOut']).toBe(MOST - TOLD);
  expect(String(refused.body['detail']).length).toBeLessThan(10_000);
  const revision = Number(refused.body['revision']);
  const page = await fetch(`${service.url}/v1/streams/361100/126/events?after=${revision - 1}&limit=1`, {
    headers: { 'ledger-min-position': String(refused.body['position']) },
  });
  const { events } = (await page.json()) as { events: { data: { refusal: { figures: unknown[] } } }[] };
  expect(events[0]?.data.refusal.figures).toHaveLength(MOST);
  const tried = await post({ ...command('AllocateBudget', { lines: lines(MOST, '1.00') }), dryRun: true });
  expect(tried.body).toMatchObject({ dryRun: true, outcome: 'accepted' });
  expect(tried.body['lines']).toHaveLength(TOLD);
  expect(tried.body['linesLeftOut']).toBe(MOST - TOLD);
  expect(tried.body['event']).toMatchObject({ leftOut: { lines: MOST - TOLD } });
});

test('a batch of large dry runs is answered within a few MiB, each with its outcome', async () => {
  const commands = Array.from({ length: 3 }, () => command('AllocateBudget', { lines: lines(MOST, '1.00') }));
  const answer = await fetch(`${service.url}/v1/commands/batch`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ commands, dryRun: true }),
  });
  const text = await answer.text();
  const { answers } = JSON.parse(text) as {
    answers: { body: { outcome: string; lines: unknown[]; linesLeftOut: number } }[];
  };
  expect(answers.map(({ body }) => body.outcome)).toEqual(Array(3).fill('accepted'));
  for (const { body } of answers) expect(body.lines.length + body.linesLeftOut).toBe(MOST);
  expect(text.length).toBeLessThan(8 << 20);
});

test('one line more is refused with the limit, on either side, and a body that is too large with its own', async () => {
  const more = lines(MOST + 1, '1.00');
  for (const [field, asked] of [
    ['lines', command('AllocateBudget', { lines: more })],
    ['to', command('AdjustBudget', { kind: 'transfer', from: lines(1, '1.00'), to: more })],
  ] as const) {
    const { status, body } = await post(asked);
    expect({ status, code: body['code'] }).toEqual({ status: 400, code: 'invalid-request' });
    expect(body['errors']).toEqual([{ field, message: expect.stringContaining('5000') }]);
  }
  const tooLarge = await post(command('AllocateBudget', { lines: lines(1, '1.00'), reason: 'x'.repeat(9 << 20) }));
  expect(tooLarge).toMatchObject({ status: 413, body: { code: 'body-too-large', limitBytes: 8 << 20 } });
});
