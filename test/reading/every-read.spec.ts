import { formatPosition, parsePosition } from '#domain';
import { problemSchema } from '#wire';

import { LedgerClient } from '../../apps/standalone/src/ledger-client';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { newPrefix } from '../support/kafka';
import { loadShangrao } from '../support/loaded-budget';
import { addressesOf, asking, FORMATS, queriesOf, type Read, readsOf } from '../support/reads';
import { type Service, startService, TOKEN } from '../support/service';
import { SAMPLE_LINE } from '../support/sample';

/**
 * What every read promises, whatever it is about. The reads come from the service's own documentation, so a new one is held to all of
 * it from its first day; what one of them cannot promise is named here.
 */
const WAIT_MS = 200;
const PARTS = {
  division: ['361100'],
  department: ['126'],
  unit: ['126001'],
  year: ['2024'],
  table: ['3'],
  row: ['total'],
  column: ['total'],
  revision: ['1'],
};
const UNKNOWN = { ...PARTS, division: ['999999'] };

/** Reads of one thing, which is no list, and documents, which are text or a page. */
const WITHOUT_CSV = [
  /^\/v1\/units\/\{division\}\/\{unit\}$/,
  /^\/v1\/streams\/\{division\}\/\{department\}(\/years\/\{year\}|\/events\/\{revision\}|\/timeline)?$/,
  /\/(explanation|publication)$/,
];
/** A table has as many rows as there are codes, a place a few years: they come whole. */
const WITHOUT_PAGES = [/\/tables\/\{table\}$/, /\/years$/];
/** What comes in columns is no list of items, and has tests of its own. */
const IN_COLUMNS = [/\/timeline$/];
/** Questions about two versions say it of either side. */
const VERSIONS = ['asOf', 'from', 'to', 'priorAsOf'];
const DATES = ['effectiveOn', 'effectiveFrom', 'effectiveTo', 'priorEffectiveOn'];
const LISTS = ['departments', 'lines', 'units', 'events', 'transits', 'held', 'changes', 'rows'];
/** More than any list here has, and no more than any takes. */
const MOST = '200';

let database: TestDatabase;
let service: Service;
let client: LedgerClient;
let position: string;
let reads: Read[];

interface Answer {
  status: number;
  text: string;
  headers: Headers;
}

async function get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${service.url}${path}`, { headers });
  // Read as bytes, because a text that is fetched has lost its byte order mark.
  const text = Buffer.from(await response.arrayBuffer()).toString();
  return { status: response.status, text, headers: response.headers };
}

interface Body extends Record<string, unknown> {
  position?: string;
  next?: string | number;
  effectiveOn?: string;
  versions?: object;
}
function bodyOf({ text }: Answer): Body {
  return JSON.parse(text) as Body;
}

/** The address of a read as it can be asked; what it cannot do without is added, but for the field that the test itself gives. */
function addressOf(read: Read, parts = PARTS, given = ''): string {
  const [address = ''] = addressesOf(read.path, parts);
  const isDiff = read.path.endsWith('/diff');
  const isGiven = given === 'from' || given === 'effectiveFrom';
  const whole = isDiff && !isGiven ? asking(address, 'effectiveFrom', '2024-03-31') : address;
  // What says what is compared with goes with a dimension.
  return given.startsWith('prior') ? asking(whole, 'by', 'economic') : whole;
}

const isOfStream = ({ path }: Read): boolean => !path.startsWith('/v1/divisions/');
const isAnyOf = (patterns: readonly RegExp[], { path }: Read): boolean => patterns.some((one) => one.test(path));

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startService({ prefix: newPrefix(), databaseUrl: database.url, positionTimeoutMs: WAIT_MS });
  client = new LedgerClient(service.url, TOKEN);
  position = await loadShangrao(client);
  const line = SAMPLE_LINE;
  const post = async (department: string, command: object): Promise<void> => {
    const basis = { division: '361100', department, documentNumber: '样例〔2024〕1号', effectiveDate: '2024-05-01' };
    const commandId = `every-read-${position}`;
    const [answer] = await client.post([{ ...basis, commandId, ...command }]);
    if (answer?.status !== 201) throw new Error(JSON.stringify(answer));
    position = formatPosition(parsePosition(`${position},${String(answer.body['position'])}`) ?? new Map());
  };
  for (const unit of ['126002', '126003']) {
    await post('126', { type: 'RegisterUnit', unit, name: `单位${unit}`, departmentName: '上饶市妇女联合会' });
  }
  const more = { ...line, amountYuan: '1000.00' };
  await post('126', { type: 'AdjustBudget', kind: 'supplement', fiscalYear: 2024, lines: [more] });
  for (const economic of ['30201', '30207']) {
    await post('126', { type: 'FreezeFunds', fiscalYear: 2024, lines: [{ ...line, economic, amountYuan: '1.00' }] });
    await post('126', {
      type: 'TransferToDepartment',
      fiscalYear: 2024,
      toDepartment: '127',
      from: [{ ...line, economic, amountYuan: '2.00' }],
      to: [{ ...line, economic, unit: '127001', amountYuan: '2.00' }],
    });
  }
  await settled();
  reads = readsOf(JSON.parse((await get('/docs-json')).text));
});
afterAll(async () => {
  await service.stop();
  await database.drop();
});

/** The ledger itself carries transfers to their end. */
async function settled(): Promise<void> {
  for (let quiet = 0, before = ''; quiet < 3;) {
    await new Promise((resolve) => setTimeout(resolve, 150));
    const { text } = await get('/v1/streams/361100/126', { 'ledger-min-position': position });
    quiet = text === before ? quiet + 1 : 0;
    before = text;
  }
  const { headers } = await get('/v1/divisions/361100/units');
  position = headers.get('ledger-position') ?? '';
}

it('is documented with what it takes and what it answers', () => {
  expect(reads.length).toBeGreaterThan(25);
  for (const read of reads) {
    const names = read.parameters.map(({ name }) => name);
    expect([read.path, names]).toEqual([read.path, expect.arrayContaining(['Ledger-Min-Position'])]);
    const versions = read.path.endsWith('/diff') ? ['from', 'to', 'effectiveFrom', 'effectiveTo'] : [];
    const asked = versions.length > 0 ? versions : ['asOf', 'effectiveOn'];
    expect([read.path, names]).toEqual([read.path, expect.arrayContaining(asked)]);
  }
});

/** How an answer is carried, which is not the same without a body. */
const PER_CONNECTION = ['transfer-encoding', 'content-length', 'connection', 'keep-alive'];
it('answers HEAD with the headers of GET and no body', async () => {
  const asked = reads.map((read) => addressOf(read));
  const lasting = ({ status, headers }: Response): unknown[] => [
    status,
    [...headers.keys()].filter((name) => !PER_CONNECTION.includes(name)).sort(),
    headers.get('content-type'),
    headers.get('etag'),
  ];
  for (const path of [...asked, '/docs', '/docs-json', '/docs-yaml', '/metrics', '/health/ready', '/v1/nothing']) {
    // What is not sent is not compressed either.
    const headers = { 'accept-encoding': 'identity' };
    const get = await fetch(service.url + path, { headers });
    const head = await fetch(service.url + path, { method: 'HEAD', headers });
    expect([path, lasting(head)]).toEqual([path, lasting(get)]);
    expect([path, await head.text()]).toEqual([path, '']);
    await get.arrayBuffer();
  }
});

it('names the position that it stands on, the effective date as asked, and the versions of what it is printed with', async () => {
  for (const read of reads) {
    const address = addressOf(read);
    const field = read.path.endsWith('/diff') ? 'effectiveTo' : 'effectiveOn';
    const answer = await get(asking(address, field, '2024-06-30'), { 'ledger-min-position': position });
    expect([address, answer.status]).toEqual([address, 200]);
    const body = bodyOf(answer);
    expect([address, answer.headers.get('ledger-position')]).toEqual([address, body.position]);
    const side = (body['to'] ?? body) as Body;
    expect([address, side.effectiveOn]).toEqual([address, '2024-06-30']);
    // What is printed with layouts or with names of code lists says so.
    const isPrinted = /tables|comparison|explanation|publication/.test(read.path);
    expect([address, body.versions !== undefined]).toEqual([address, isPrinted]);
  }
});

it('waits for Ledger-Min-Position a bounded time, and then says where it stands', async () => {
  const far = formatPosition(new Map([...(parsePosition(position) ?? [])].map(([one, offset]) => [one, offset + 99])));
  for (const read of reads) {
    const address = addressOf(read);
    expect([address, (await get(address, { 'ledger-min-position': position })).status]).toEqual([address, 200]);
    const began = Date.now();
    const late = await get(address, { 'ledger-min-position': far });
    expect(Date.now() - began).toBeGreaterThanOrEqual(WAIT_MS / 2);
    expect(Date.now() - began).toBeLessThan(WAIT_MS + 2_000);
    expectProblem(late, address, { status: 409, code: 'position-not-reached', asked: far });
    expect(parsePosition(String(bodyOf(late).position))).toBeDefined();
    const wrong = await get(address, { 'ledger-min-position': 'soon' });
    expectProblem(wrong, address, { status: 400, code: 'invalid-request', errors: [{ field: 'Ledger-Min-Position' }] });
  }
});

it('refuses what it cannot read, and names the field', async () => {
  for (const read of reads) {
    for (const field of queriesOf(read).filter((name) => [...VERSIONS, ...DATES].includes(name))) {
      for (const value of ['2024-02-30', 'yesterday', '2024-01-01T10:00', '']) {
        const path = asking(addressOf(read, PARTS, field), field, value);
        expectProblem(await get(path), path, { status: 400, code: 'invalid-request', errors: [{ field }] });
      }
    }
    const path = asking(addressOf(read), 'colour', 'red');
    expectProblem(await get(path), path, { status: 400, code: 'invalid-request', errors: [{ field: 'colour' }] });
  }
});

it('waits a bounded time for a position and a revision of the future that it is asked about, and then says where it stands', async () => {
  const [first = 0] = [...(parsePosition(position) ?? new Map<number, number>())].flatMap(([p, o]) =>
    o < 0 ? [] : [p],
  );
  for (const read of reads) {
    for (const field of queriesOf(read).filter((name) => VERSIONS.includes(name))) {
      const address = addressOf(read, PARTS, field);
      const future = asking(address, field, `${first}:999999`);
      expectProblem(await get(future), future, { status: 409, code: 'position-not-reached', asked: `${first}:999999` });
      const revision = asking(address, field, '999999');
      expectProblem(
        await get(revision),
        revision,
        isOfStream(read)
          ? { status: 409, code: 'position-not-reached', asked: 999999 }
          : { status: 400, code: 'invalid-request' },
      );
    }
  }
});

it('reads a moment as an address spells it, and hints at what a date must look like', async () => {
  for (const read of reads) {
    for (const field of queriesOf(read).filter((name) => VERSIONS.includes(name))) {
      const address = addressOf(read, PARTS, field);
      const asked = (value: string) => `${address}${address.includes('?') ? '&' : '?'}${field}=${value}`;
      // A plus that nobody wrote as %2B arrives as a space; records are timed in milliseconds.
      for (const moment of ['2030-01-01T00:00:00+08:00', '2030-01-01T00:00:00.123456Z']) {
        expect([asked(moment), (await get(asked(moment))).status]).toEqual([asked(moment), 200]);
      }
      const day = asked('20300101');
      const hinted = {
        status: 400,
        code: 'invalid-request',
        errors: [{ field, message: expect.any(String) as string }],
      };
      const answer = await get(day);
      expectProblem(answer, day, hinted);
      expect(answer.text).toContain(`参数 ${field} 有误：20300101 像日期而不是版本号，日期请写作 2030-01-01。`);
    }
  }
});

it('says in Chinese why a parameter does not fit', async () => {
  const lines = '/v1/units/361100/126001/years';
  for (const [address, reason] of [
    [`${lines}/1999/lines`, '参数 year 有误：年度应为 2000 至 2100 之间的年度。 year: must be a year'],
    [`${lines}/2024/lines?format=xml`, '参数 format 有误：格式应为下列之一：json、csv。 format: Invalid option'],
    [`${lines}/2024/lines?x=1`, '参数 x 有误：这里没有名为 x 的字段。 x: Unrecognized key'],
    [`${lines}/2024/lines?limit=0`, '参数 limit 有误：不得小于 1。 limit: must be at least 1'],
    [`${lines}/2024/lines?cursor=x`, '参数 cursor 有误：应为前一页的 next。 cursor: must be the next'],
  ] as const) {
    expect((await get(address)).text).toContain(reason);
  }
});

it('knows nothing of places and years that are unknown', async () => {
  for (const read of reads) {
    const address = addressOf(read, UNKNOWN);
    expectProblem(await get(address), address, { status: 404, code: 'not-found' });
    const before = asking(addressOf(read), read.path.endsWith('/diff') ? 'to' : 'asOf', '2001-01-01');
    expectProblem(await get(before), before, { status: 404, code: 'not-found' });
    if (!read.path.includes('{year}') || read.path.startsWith('/v1/streams')) continue;
    const year = addressOf(read, { ...PARTS, year: ['2019'] });
    expectProblem(await get(year), year, { status: 404, code: 'not-found' });
  }
});

it('has a tag by what was read, answers 304 to whoever has it, and says that it may come compressed', async () => {
  for (const read of reads) {
    const address = addressOf(read);
    const first = await get(address);
    const tag = first.headers.get('etag') ?? '';
    // Of one department the tag names its stream and revision; of several a hash of them.
    expect([address, tag]).toEqual([address, expect.stringMatching(/^W\/"(361100\/126@\d+|[0-9a-f]{64});/)]);
    expect([address, first.headers.get('vary')]).toEqual([address, 'authorization, accept-encoding']);
    const again = await get(address, { 'if-none-match': tag });
    expect([address, again.status, again.text]).toEqual([address, 304, '']);
    expect([address, again.headers.get('vary')]).toEqual([address, 'authorization, accept-encoding']);
    expect((await get(address, { 'if-none-match': 'W/"other"' })).status).toBe(200);
  }
});

it('comes compressed to who takes it, and is the same', async () => {
  let compressed = 0;
  const addresses = reads.flatMap((read) => {
    const formats = read.types.flatMap((type) => FORMATS[type] ?? []);
    return [addressOf(read), ...formats.map((format) => asking(addressOf(read), 'format', format))];
  });
  for (const address of addresses) {
    const response = await fetch(`${service.url}${address}`, { headers: { 'accept-encoding': 'gzip' } });
    const plain = await get(address, { 'accept-encoding': 'identity' });
    expect(plain.headers.get('content-encoding')).toBeNull();
    const text = Buffer.from(await response.arrayBuffer()).toString();
    expect([address, text]).toEqual([address, plain.text]);
    expect([address, response.headers.get('vary'), plain.headers.get('vary')]).toEqual([
      address,
      'authorization, accept-encoding',
      'authorization, accept-encoding',
    ]);
    // What is smaller than a packet gains nothing.
    if (Buffer.byteLength(plain.text) < 2_048) continue;
    expect([address, response.headers.get('content-encoding')]).toEqual([address, 'gzip']);
    compressed += 1;
  }
  expect(compressed).toBeGreaterThan(addresses.length / 2);
});

it('comes as CSV where it is a list or a table', async () => {
  for (const read of reads) {
    const hasCsv = read.types.includes('text/csv');
    expect([read.path, hasCsv]).toEqual([read.path, !isAnyOf(WITHOUT_CSV, read)]);
    if (!hasCsv) continue;
    const path = asking(addressOf(read), 'format', 'csv');
    const { headers, text } = await get(path);
    expect([path, headers.get('content-type')]).toEqual([path, 'text/csv; charset=utf-8']);
    const named = headers.get('content-disposition') ?? '';
    expect(named).toMatch(/^attachment; filename="[\w-]+\.csv"; filename\*=UTF-8''[\w%.-]+\.csv$/);
    const isOfTwo = path.includes('effectiveFrom');
    expect(decodeURIComponent(named)).toMatch(isOfTwo ? /-自_/ : /-当前-\d{8}-\d{6}(-[\d_-]+)?\.csv$/);
    await expectPastToSaySo(read, path, text);
    expect([path, headers.get('ledger-position')]).toEqual([path, expect.stringMatching(/^\d+:/)]);
    expect(text.startsWith('\ufeff')).toBe(true);
    expect([path, text.trim().split('\r\n').length > 1]).toEqual([path, true]);
  }
});

/** What is not the current budget says so in the name of its file and in each of its rows; all else stays as it is. */
async function expectPastToSaySo(read: Read, path: string, current: string): Promise<void> {
  const names = queriesOf(read);
  const isOfTwo = path.includes('effectiveFrom');
  const questions = [
    [isOfTwo ? 'to' : 'asOf', position, `截至位置 ${position}的历史版本`],
    [isOfTwo ? 'effectiveTo' : 'effectiveOn', '2030-01-01', '只含 2030-01-01 及以前生效的'],
    ...(names.includes('measure') ? [['measure', 'original', '年初批复数']] : []),
  ] as [string, string, string][];
  for (const [field, value, label] of questions) {
    const { headers, text } = await get(asking(path, field, value));
    const [head, ...rows] = text.trim().split('\r\n');
    expect([path, field, head]).toEqual([path, field, expect.stringMatching(/,(版本|version)$/)]);
    for (const row of rows) expect([path, row]).toEqual([path, expect.stringContaining(label)]);
    const inName = label.replaceAll(/[:,;]/g, '_').replaceAll(' ', '');
    expect([path, field, decodeURIComponent(headers.get('content-disposition') ?? '')]).toEqual([
      path,
      field,
      expect.stringContaining(inName),
    ]);
    // A position that was current just now gives the same rows.
    const without = text.replaceAll(/,("[^"]*"|[^,\r\n]*)(?=\r\n)/g, '');
    const asCurrent = isOfTwo ? current.replaceAll(/,("[^"]*"|[^,\r\n]*)(?=\r\n)/g, '') : current;
    if (field === 'asOf' || field === 'to') expect([path, without]).toEqual([path, asCurrent]);
  }
}

it('comes in pages where it is a list, which together are the whole, in JSON and in CSV', async () => {
  for (const read of reads) {
    const names = queriesOf(read);
    const isPaged = names.includes('limit') && (names.includes('cursor') || names.includes('after'));
    if (isAnyOf(IN_COLUMNS, read)) continue;
    expect([read.path, isPaged]).toEqual([read.path, !isAnyOf([...WITHOUT_CSV, ...WITHOUT_PAGES], read)]);
    if (!isPaged) continue;
    const by = names.includes('cursor') ? 'cursor' : 'after';
    // By a dimension a comparison is a list, and has fields of its own.
    const isComparison = read.path.endsWith('/comparison');
    const list = isComparison ? 'rows' : (LISTS.find((name) => read.fields.includes(name)) ?? '');
    const address = isComparison ? asking(addressOf(read), 'by', 'economic') : addressOf(read);
    const whole = bodyOf(await get(asking(address, 'limit', MOST)))[list] as unknown[];
    // A unit's own list of units has one, and a list of one has no second page.
    const limit = Math.max(1, Math.floor(whole.length / 3));
    const items: unknown[] = [];
    const rows: string[] = [];
    let pages = 0;
    for (let next: string | undefined = ''; next !== undefined; pages += 1) {
      const page = asking(address, 'limit', String(limit));
      const path: string = next === '' ? page : asking(page, by, next);
      const answer = await get(path);
      const body = bodyOf(answer);
      const csv = await get(asking(path, 'format', 'csv'));
      items.push(...(body[list] as unknown[]));
      rows.push(...csv.text.trim().split('\r\n').slice(1));
      next = body.next === undefined ? undefined : String(body.next);
      expect([path, answer.headers.get('ledger-next'), csv.headers.get('ledger-next')]).toEqual([
        path,
        next ?? null,
        next ?? null,
      ]);
    }
    expect([address, items]).toEqual([address, whole]);
    expect([address, pages]).toEqual([address, Math.ceil(whole.length / limit)]);
    const csv = await get(asking(asking(address, 'limit', MOST), 'format', 'csv'));
    expect([address, rows]).toEqual([address, csv.text.trim().split('\r\n').slice(1)]);
    if (by === 'cursor') {
      const foreign = asking(address, 'cursor', 'abc');
      expectProblem(await get(foreign), foreign, { status: 400, errors: [{ field: 'cursor' }] });
    }
  }
});

function expectProblem(answer: Answer, path: string, expected: object): void {
  expect([path, answer.headers.get('content-type')]).toEqual([path, 'application/problem+json; charset=utf-8']);
  expect([path, answer.headers.get('vary')]).toEqual([path, 'authorization, accept-encoding']);
  const problem = problemSchema.parse(JSON.parse(answer.text));
  expect({ path, ...problem }).toMatchObject({ path, ...expected });
  expect(answer.status).toBe(problem.status);
  // Chinese first, English beside it.
  expect(problem.title).toMatch(/^\p{Script=Han}.*[A-Za-z]/u);
}
