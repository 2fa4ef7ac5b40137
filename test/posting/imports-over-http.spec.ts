import { monitorEventLoopDelay } from 'node:perf_hooks';

import { TEMPLATE_KINDS } from '#imports';

import { LedgerClient } from '../../apps/standalone/src/ledger-client';
import { tokenOf, callersWith } from '../support/callers';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { importsOf } from '../support/imports';
import { newPrefix } from '../support/kafka';
import { type Service, startService } from '../support/service';

const OFFICER = '预算科 李四';
const LIMITED = '只管一个单位';
const READER = '只看';

let database: TestDatabase;
let service: Service;
let officer: ReturnType<typeof importsOf>;
let client: LedgerClient;

beforeAll(async () => {
  database = await createTestDatabase();
  const grants = [
    { to: { token: OFFICER }, role: 'poster' },
    { to: { token: OFFICER }, role: 'auditor' },
    { to: { token: LIMITED }, role: 'poster', units: ['401001'] },
    { to: { token: READER }, role: 'reader' },
  ];
  service = await startService({ prefix: newPrefix(), databaseUrl: database.url, env: callersWith(grants) });
  officer = importsOf(service.url, tokenOf(OFFICER));
  client = new LedgerClient(service.url, tokenOf(OFFICER));
});
afterAll(async () => {
  await service.stop();
  await database.drop();
});

const UNITS = `行政区划,单位编码,业务,文号,生效日期,单位名称,部门名称
361100,401001,单位登记,样例〔2024〕编1号,2024-01-01,甲单位,甲部门
361100,401002,单位登记,样例〔2024〕编1号,2024-01-01,乙单位,甲部门`;
const HEAD = '行政区划,单位编码,年度,业务,文号,生效日期,资金来源,功能科目,经济科目,支出类别,项目名称,金额';
const row = (unit: string, document: string, project: string, amount: string, economic = '30201') =>
  `361100,${unit},2024,年初批复,${document},2024/1/5,一般公共预算,2012902,${economic},项目支出,${project},${amount}`;

async function eventsOf(department: string): Promise<unknown[]> {
  const trail = await client.get(`v1/streams/361100/${department}/events?limit=200`);
  return (trail as { events: unknown[] }).events;
}

test('a spoilt file is told all its faults at once, and mended it is shown before and after, confirmed and stands', async () => {
  const units = await officer.send(UNITS);
  expect([units.status, units.body.state]).toEqual([201, 'ready']);
  await officer.confirm(units.body.id);
  expect(await officer.untilDone(units.body.id)).toMatchObject({
    state: 'done',
    progress: { recorded: 2, refused: 0 },
  });

  const good = row('401001', '样例〔2024〕批1号', '信息化', '"1,000.50"');
  const spoilt = [
    '单位：万元,,',
    HEAD,
    good,
    row('4010１', '样例〔2024〕批1号', '信息化', '12o'),
    '',
    row('401002', '样例〔2024〕批2号', '', '5'),
    row('401009', '样例〔2024〕批3号', '网络', '5'),
  ].join('\n');
  const refused = await officer.send(spoilt, `?name=${encodeURIComponent('年初批复.csv')}`);
  expect(refused.status).toBe(201);
  expect(refused.headers.get('location')).toBe(`/v1/imports/${refused.body.id}`);
  expect(refused.body).toMatchObject({ state: 'faulty', fileName: '年初批复.csv' });
  expect(refused.body.report.faults.map(({ row: at, column, found }) => [at, column, found])).toEqual([
    [4, '单位编码 unit', '4010１'],
    [4, '金额(万元) amountWan', '12o'],
    [6, '项目 project', ''],
  ]);
  const { text, headers } = await officer.ask(`/${refused.body.id}/faults.csv`);
  expect(headers.get('content-disposition')).toContain(encodeURIComponent('年初批复-错误.csv'));
  const lines = text.split('\r\n');
  expect(lines[0]).toContain('错误 Faults');
  expect(lines[3]).toMatch(/^361100,4010１,.*应为六位数字/);
  expect(await officer.confirm(refused.body.id)).toMatchObject({ status: 409, body: { code: 'import-faulty' } });

  // What is wrong only for the ledger is told by the dry run, once the rows can be read by themselves.
  const unknown = await officer.send(
    spoilt
      .replace('4010１', '401001')
      .replace('12o', '2')
      .replace(
        '批2号,2024/1/5,一般公共预算,2012902,30201,项目支出,,',
        '批2号,2024/1/5,一般公共预算,2012902,30201,项目支出,网络,',
      ),
  );
  expect(unknown.body.report.faults).toEqual([
    { row: 7, column: '单位编码 unit', found: '401009', message: expect.stringContaining('单位尚未登记') },
  ]);
  expect(await eventsOf('401')).toHaveLength(2);

  const mended = [`${HEAD}（万元）`, good, row('401002', '样例〔2024〕批2号', '网络', '5')].join('\n');
  const ready = await officer.send(mended);
  expect(ready.body).toMatchObject({ state: 'ready', progress: { total: 2, done: 0 } });
  expect(
    ready.body.report.units.map(({ unit, before, after }) => [unit, before.currentYuan, after.currentYuan]),
  ).toEqual([
    ['401001', '0.00', '10005000.00'],
    ['401002', '0.00', '50000.00'],
  ]);
  expect((await officer.confirm(ready.body.id)).status).toBe(202);
  const done = await officer.untilDone(ready.body.id);
  expect(done).toMatchObject({ state: 'done', progress: { done: 2, recorded: 2, refused: 0 } });
  expect(done.receipts).toMatchObject([
    { documentNumber: '样例〔2024〕批1号', rows: '2', outcome: 'recorded', stream: '361100/401', revision: 3 },
    { documentNumber: '样例〔2024〕批2号', rows: '3', outcome: 'recorded', stream: '361100/401', revision: 4 },
  ]);
  const read = await client.get('v1/units/361100/401001/years/2024/lines', done.position);
  expect(read).toMatchObject({ lines: [{ currentYuan: '10005000.00', project: '信息化' }] });

  // Again, in another encoding, and confirmed again: nothing changes.
  expect(await officer.send(mended)).toMatchObject({ status: 200, body: { id: ready.body.id, state: 'done' } });
  expect((await officer.confirm(ready.body.id)).status).toBe(200);
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(mended, 'utf16le')]);
  const other = await officer.send(utf16);
  expect(other.body).toMatchObject({
    state: 'ready',
    report: { stoodBefore: 2, units: [], notes: [expect.stringContaining('UTF-16LE')] },
  });
  await officer.confirm(other.body.id);
  const again = await officer.untilDone(other.body.id);
  expect(again.receipts.map(({ outcome }) => outcome)).toEqual(['before', 'before']);
  expect(await eventsOf('401')).toHaveLength(4);
});

test('a file is its sender’s alone, and who may not post a row is told so by row', async () => {
  const mine = await officer.send(`${HEAD}\n${row('401002', '样例〔2024〕批9号', '甲', '1')}`);
  const limited = importsOf(service.url, tokenOf(LIMITED));
  const reader = importsOf(service.url, tokenOf(READER));
  for (const other of [limited, reader]) {
    expect((await other.read(mine.body.id)).status).toBe(404);
    expect((await other.confirm(mine.body.id)).status).toBe(404);
    expect((await other.ask(`/${mine.body.id}/faults.csv`)).status).toBe(404);
  }
  expect(await reader.send(UNITS)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  expect((await importsOf(service.url, 'nobody').send(UNITS)).status).toBe(401);
  const both = await limited.send(
    [HEAD, row('401001', '样例〔2024〕批10号', '甲', '1'), row('401002', '样例〔2024〕批10号', '甲', '1')].join('\n'),
  );
  expect(both.body.report.faults).toEqual([{ row: 3, message: expect.stringMatching(/^forbidden: 缺少权限/) }]);
  const { text } = await limited.ask('');
  expect((JSON.parse(text) as { imports: { id: string }[] }).imports.map(({ id }) => id)).toEqual([both.body.id]);
});

test('every template is read as it is given, in yuan and in 万元', async () => {
  for (const kind of TEMPLATE_KINDS) {
    for (const unit of ['yuan', 'wan']) {
      const { status, text } = await officer.ask(`/templates/${kind}?unit=${unit}`);
      expect([kind, status]).toEqual([kind, 200]);
      const { body } = await officer.send(text);
      // Its units are of an example; whatever else was wrong would be told.
      const others = body.report.faults.filter(
        ({ message }) => !/^(unit-not-registered|line-below-zero)/.test(message),
      );
      expect([kind, others]).toEqual([kind, []]);
    }
  }
  expect((await officer.ask('/templates/nothing')).status).toBe(404);
});

test.each([
  ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 255, 254])],
  ['a web page', '<!doctype html><html></html>'],
  ['nothing but commas', ','.repeat(1_000_000)],
  ['an open quote', `${HEAD}\n"${'x'.repeat(100_000)}`],
  ['a head alone', HEAD],
])('%s is told in one sentence', async (_, content) => {
  const { status, body } = await officer.send(content);
  expect([status, body.state, body.report.faults.length]).toEqual([201, 'faulty', 1]);
});

test('what is no file, too large, or asks for what is not there is refused by a problem', async () => {
  expect((await officer.send('{}', '', 'application/json')).status).toBe(415);
  expect((await officer.send('', '', 'text/html')).status).toBe(415);
  expect((await officer.send(Buffer.alloc(9 * 1024 * 1024))).status).toBe(413);
  expect((await officer.send(UNITS, '?encoding=big5')).status).toBe(400);
  expect((await officer.read('x')).status).toBe(404);
  const asCommand = await fetch(`${service.url}/v1/commands`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv', authorization: `Bearer ${tokenOf(OFFICER)}` },
    body: UNITS,
  });
  expect(asCommand.status).toBe(415);
});

test('twenty thousand rows are tried and posted, and the process answers others all the while', async () => {
  const rows = Array.from({ length: 20_000 }, (_, n) =>
    row('401001', `样例〔2024〕大${Math.floor(n / 100)}号`, `项目${n}`, '1.00'),
  );
  const delays = monitorEventLoopDelay({ resolution: 5 });
  delays.enable();
  const started = Date.now();
  const ready = await officer.send([HEAD, ...rows].join('\n'));
  const tried = Date.now() - started;
  expect(ready.body).toMatchObject({ state: 'ready', progress: { total: 200 } });
  expect(ready.body.report.linesLeftOut).toBe(19_000);
  await officer.confirm(ready.body.id);
  const done = await officer.untilDone(ready.body.id);
  delays.disable();
  expect(done).toMatchObject({ state: 'done', progress: { recorded: 200, refused: 0 } });
  const longest = delays.max / 1e6;
  process.stderr.write(
    `20,000 rows: tried in ${tried} ms, all in ${Date.now() - started} ms; longest turn ${longest.toFixed(0)} ms, 99 % ${(delays.percentile(99) / 1e6).toFixed(0)} ms\n`,
  );
  expect(longest).toBeLessThan(1_000);
});
