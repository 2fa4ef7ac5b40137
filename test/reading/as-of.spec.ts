import { partitionOf } from '#log';
import { type Measure, statutoryTable, TABLE_NUMBERS } from '#report';

import { readAsOf } from '../../apps/auditor/src/as-of';
import { replay } from '../../apps/auditor/src/replay';
import { LedgerClient } from '../../apps/standalone/src/ledger-client';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { newPrefix, testBrokers } from '../support/kafka';
import { loadShangrao, Poster } from '../support/loaded-budget';
import { addressesOf, asking, FORMATS, readsOf } from '../support/reads';
import { type Service, startService, TOKEN } from '../support/service';
import { SAMPLE_LINE } from '../support/sample';

const YEAR = 'v1/units/361100/126001/years/2024';
const STREAM = 'v1/streams/361100/126';
const FAR = 'v1/streams/361100/127';
const prefix = newPrefix();

let database: TestDatabase;
let service: Service;
let client: LedgerClient;
let poster: Poster;

const PARTS = { division: ['361100'], department: ['126'], unit: ['126001'], year: ['2024'], table: ['3'] };
const CELL = { row: ['total'], column: ['total'], revision: ['1'] };
/** Reads that are not asked often enough by their address alone. */
const MORE_READS = [
  ...TABLE_NUMBERS.map((number) => `${YEAR}/tables/${number}`),
  `${YEAR}/tables/5?measure=original`,
  `${YEAR}/tables/7/cells/126001/30217`,
  `${YEAR}/tables/3/cells/2012901/basic?from=9`,
  `${YEAR}/tables/3/diff?from=9`,
  `${YEAR}/publication?measure=original`,
  `${YEAR}/comparison?by=economic&measure=available`,
  `${YEAR}/comparison?by=function&priorEffectiveOn=2024-03-31`,
  'v1/departments/361100/126/years/2024/comparison?by=unit&measure=paid',
  'v1/divisions/361100/years/2024/comparison?by=unit',
  'v1/divisions/361100/years/2024/tables/7',
  `${STREAM}/events?limit=500`,
  `${FAR}/transits`,
];
/** Every read that is documented, in every format, and more. */
let reads: string[];

/** A diff is of a later effective date here, so that its two sides are of one position. */
async function allReads(): Promise<string[]> {
  const documented = readsOf(JSON.parse((await get('docs-json')).text)).flatMap((read) =>
    addressesOf(read.path.slice(1), { ...PARTS, ...CELL }).flatMap((address) => {
      const path = address.endsWith('/diff') ? asking(address, 'effectiveFrom', '2024-03-31') : address;
      const formats = read.types.flatMap((type) => FORMATS[type] ?? []);
      return [path, ...formats.map((format) => asking(path, 'format', format))];
    }),
  );
  return [...new Set([...documented, ...MORE_READS])];
}

/** The same question as of something. */
function asOf(path: string, text: string): string {
  return asking(path, path.includes('/diff?') ? 'to' : 'asOf', text);
}

interface Answer {
  status: number;
  text: string;
  headers: Headers;
}

async function get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${service.url}/${path}`, { headers });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

const line = (unit: string, economic: string, amountYuan: string, category = 'operating') => ({
  ...SAMPLE_LINE,
  unit,
  economic,
  category,
  amountYuan,
});

const post: Poster['post'] = (command, department) => poster.post(command, department);

/** Each step changes something else; what is read after each is kept, to be asked for again at the end. */
const STEPS: (() => Promise<void>)[] = [
  () => post({ type: 'RegisterUnit', unit: '127001', name: '远方单位', departmentName: '远方部门' }, '127'),
  () =>
    post(
      {
        type: 'AllocateBudget',
        fiscalYear: 2024,
        effectiveDate: '2024-01-01',
        lines: [line('127001', '30201', '500.00')],
      },
      '127',
    ),
  () =>
    post({ type: 'AdjustBudget', kind: 'supplement', fiscalYear: 2024, lines: [line('126001', '30201', '1000.05')] }),
  // Back-dated: it changes answers by effective date from now on only.
  () =>
    post({
      type: 'AdjustBudget',
      kind: 'transfer',
      fiscalYear: 2024,
      effectiveDate: '2024-02-01',
      from: [line('126001', '30201', '50.05')],
      to: [line('126001', '30211', '50.05')],
    }),
  () => post({ type: 'FreezeFunds', fiscalYear: 2024, lines: [line('126001', '30201', '10.00')] }),
  () =>
    post({
      type: 'RecordPayment',
      fiscalYear: 2024,
      effectiveDate: '2024-06-02',
      lines: [line('126001', '30201', '5.00')],
    }),
  () => post({ type: 'RegisterUnit', unit: '126001', name: '新名称', departmentName: '新部门名称' }),
  () => post({ type: 'RegisterUnit', unit: '126002', name: '第二单位', departmentName: '新部门名称' }),
  () =>
    post({
      type: 'SetCeiling',
      fiscalYear: 2024,
      scope: { kind: 'three-public', unit: '126001' },
      limitYuan: '900000.00',
    }),
  () =>
    post({
      type: 'SetPerformanceTargets',
      fiscalYear: 2024,
      unit: '126001',
      effectiveDate: '2024-07-01',
      declaredFunds: { totalYuan: '1.00' },
      tasks: [],
      goals: ['新目标'],
      indicators: [{ level1: '产出指标', level2: '数量指标', level3: '次数', value: '1 次' }],
    }),
  () =>
    post({
      type: 'TransferToDepartment',
      fiscalYear: 2024,
      toDepartment: '127',
      from: [line('126001', '30201', '7.00')],
      to: [line('127001', '30201', '7.00')],
    }),
  () => post({ type: 'ReverseEvent', reversedRevision: 10 }),
  () => post({ type: 'CloseYear', fiscalYear: 2023, effectiveDate: '2024-01-15' }),
  () =>
    post({
      type: 'SetPublicationText',
      fiscalYear: 2024,
      unit: '126001',
      sections: [
        { section: 'duties', paragraphs: ['新职责。'] },
        { section: 'change-reason', measure: '基本支出', reason: '人员增加' },
      ],
    }),
  registerElsewhere,
];

/** Departments of the same division in every partition: what was answered before must not depend on where later ones stand. */
async function registerElsewhere(): Promise<void> {
  const partitions = new Set<number>();
  for (let department = 128; partitions.size < 6; department += 1) {
    partitions.add(partitionOf(`361100/${department}`, 6));
    const unit = { unit: `${department}001`, name: '后来的单位', departmentName: '后来的部门' };
    await post({ type: 'RegisterUnit', ...unit }, String(department));
  }
}

/** What every read answered after each step, and the position that it named. */
const shown: { path: string; text: string; position: string; step: number }[] = [];

/** Without what says which version it is. */
function withoutVersion(text: string): string {
  return text
    .replaceAll(/,(版本|version|"[^"]*历史版本"|[^,\r\n]*(历史版本|当前))(?=\r\n)/g, '')
    .replace(/^【.*】\n\n/, '')
    .replace(/<p class="version[^]*?<\/p>/, '')
    .replaceAll(/ *@page \{ @top-center.*\}|（截至[^）]*）(?=<\/title>)/g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ (?=<)/g, '');
}

async function settled(): Promise<void> {
  // The ledger itself moves a transfer between departments on: wait until nothing is under way.
  for (let quiet = 0; quiet < 3;) {
    const before = await Promise.all([get(STREAM), get(FAR)]);
    await new Promise((resolve) => setTimeout(resolve, 150));
    const after = await Promise.all([get(STREAM), get(FAR)]);
    quiet = before.every(({ text }, index) => text === after[index]?.text) ? quiet + 1 : 0;
  }
}

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startService({ prefix, databaseUrl: database.url });
  client = new LedgerClient(service.url, TOKEN);
  poster = new Poster(client, 'as-of', await loadShangrao(client));
  reads = await allReads();
  for (const [step, change] of STEPS.entries()) {
    await change();
    if (step === 10) await settled();
    for (const path of reads) {
      const answer = await get(path, { 'ledger-min-position': poster.position });
      if (answer.status !== 200) {
        expect([path, answer.status, step]).toEqual([expect.stringContaining('127'), 404, 0]);
        continue;
      }
      const at = answer.headers.get('ledger-position') ?? '';
      // A page or a file says which version it is, so that of a position differs from the current one, and from nothing else.
      const text = path.includes('format=') ? (await get(asOf(path, at))).text : answer.text;
      expect([path, withoutVersion(text)]).toEqual([path, withoutVersion(answer.text)]);
      shown.push({ path, text, position: at, step });
    }
  }
});
afterAll(async () => {
  await service.stop();
  await database.drop();
});

describe('as of a position', () => {
  it('gives the bytes that were given at that position, for every read', async () => {
    expect(shown.length).toBeGreaterThan(reads.length * (STEPS.length - 1));
    const newest = new Map(await Promise.all(reads.map(async (path) => [path, (await get(path)).text] as const)));
    const changed = new Set<string>();
    for (const { path, text, position: at, step } of shown) {
      const again = await get(asOf(path, at));
      expect([path, step, at, again.text]).toEqual([path, step, at, text]);
      expect(again.headers.get('ledger-position')).toBe(at);
      if (newest.get(path) !== text) changed.add(path);
    }
    // A test of reads that never change would prove nothing.
    expect(reads.filter((path) => !changed.has(path))).toEqual([]);
  });

  it('is the same for a position that names more partitions than the place has', async () => {
    const { text, position: at } = shown.find(({ path, step }) => path === `${YEAR}/tables/3` && step === 4)!;
    const others = [0, 1, 2, 3, 4, 5].map((partition) => `${partition}:-1`).join(',');
    expect((await get(asking(`${YEAR}/tables/3`, 'asOf', `${others},${at}`))).text).toBe(text);
  });
});

describe('as of a revision or a moment', () => {
  const events = async (
    stream: string,
  ): Promise<{ revision: number; recordedAt: string; partition: number; offset: number }[]> =>
    (JSON.parse((await get(`${stream}/events?limit=500`)).text) as { events: [] }).events;

  it('is as of the position that the answer names', async () => {
    for (const { revision, recordedAt, partition, offset } of await events(STREAM)) {
      const at = `${partition}:${offset}`;
      for (const path of reads.filter((one) => one.includes('126001') || one === STREAM)) {
        const byRevision = await get(asOf(path, String(revision)));
        const byPosition = await get(asOf(path, at));
        expect([path, revision, withoutVersion(byRevision.text)]).toEqual([
          path,
          revision,
          withoutVersion(byPosition.text),
        ]);
        if (byRevision.status === 200) expect(byRevision.headers.get('ledger-position')).toBe(at);
        // Two events may share a millisecond, and then the moment is that of the later one.
        const byTime = await get(asOf(path, recordedAt));
        const named = byTime.headers.get('ledger-position');
        if (byTime.status === 200 && named === at)
          expect(withoutVersion(byTime.text)).toBe(withoutVersion(byPosition.text));
        else if (byTime.status === 200) expect(Number(named?.split(':')[1])).toBeGreaterThan(offset);
      }
    }
  });

  it('answers of a division as of a moment what it answers as of the position that it names', async () => {
    const all = [...(await events(STREAM)), ...(await events(FAR))];
    let answered = 0;
    for (const { recordedAt } of all) {
      for (const path of reads.filter((one) => one.includes('/divisions/') || one.endsWith('/transits'))) {
        const byTime = await get(asOf(path, recordedAt));
        if (byTime.status !== 200) continue;
        answered += 1;
        const at = byTime.headers.get('ledger-position') ?? '';
        expect([path, withoutVersion((await get(asOf(path, at))).text)]).toEqual([path, withoutVersion(byTime.text)]);
      }
    }
    expect(answered).toBeGreaterThan(all.length * 2);
  });

  it('knows nothing of what was registered later, and calls things what they were called', async () => {
    const name = async (asOf: string): Promise<unknown> =>
      (JSON.parse((await get(asking('v1/units/361100/126001', 'asOf', asOf))).text) as { name: unknown }).name;
    expect([await name('9'), await name('9999-12-29')]).toEqual(['上饶市妇女联合会', '新名称']);
    expect((await get('v1/units/361100/126002?asOf=9')).status).toBe(404);
    expect((await get('v1/units/361100/126001?asOf=2020-01-01')).status).toBe(404);
    expect((await get(`${YEAR}/tables/3?asOf=1`)).status).toBe(404);
  });
});

describe('offline and online', () => {
  const questions: [string | undefined, string | undefined, Measure][] = [
    [undefined, undefined, 'current'],
    [undefined, '2024-04-30', 'current'],
    [undefined, '2024-01-01', 'original'],
    ['9', undefined, 'current'],
    ['10', '2024-12-31', 'current'],
    ['12', '2024-02-01', 'current'],
    ['14', '2024-06-01', 'current'],
    ['17', '2024-06-30', 'original'],
  ];

  it.each(questions)('agree as of %s, in effect on %s, by %s', async (asOf, effectiveOn, measure) => {
    const question = {
      ledgerId: 'budget-ledger',
      division: '361100',
      department: '126',
      unit: '126001',
      year: 2024,
      chartFiles: [],
    };
    const { standing, input } = await replay(
      { brokers: testBrokers(), prefix },
      { ...question, asOf: readAsOf(asOf), effectiveOn, measure },
    );
    for (const number of TABLE_NUMBERS) {
      let path = `${YEAR}/tables/${number}?measure=${measure}`;
      if (asOf !== undefined) path = asking(path, 'asOf', asOf);
      if (effectiveOn !== undefined) path = asking(path, 'effectiveOn', effectiveOn);
      const { text } = await get(path);
      const {
        position: at,
        revision,
        versions,
        effectiveOn: echoed,
        ...table
      } = JSON.parse(text) as Record<string, unknown>;
      const { header: _header, ...replayed } = statutoryTable(number, input);
      expect(table).toEqual(replayed);
      expect({ revision, echoed }).toEqual({ revision: standing.revision, echoed: effectiveOn });
      expect(versions).toEqual({ layout: expect.any(String) as string, chart: expect.any(String) as string });
      if (asOf !== undefined) expect(at).toBe(`${standing.partition}:${standing.offset}`);
    }
  });
});

describe('a question that cannot be answered', () => {
  it.each([
    [`${YEAR}/tables/3?asOf=yesterday`, 'asOf'],
    [`${YEAR}/tables/3?asOf=2024-02-30`, 'asOf'],
    [`${YEAR}/tables/3?asOf=2024-01-01T10:00`, 'asOf'],
    [`${YEAR}/lines?effectiveOn=2024-13-01`, 'effectiveOn'],
    [`${YEAR}/lines?effectiveOn=5`, 'effectiveOn'],
    [`${YEAR}/lines?cursor=abc`, 'cursor'],
    [`v1/divisions/361100/units?limit=0`, 'limit'],
    [`v1/divisions/361100/units?asOf=3`, 'asOf'],
    [`v1/divisions/361100/years/2024/lines?asOf=3:0`, 'asOf'],
  ])('%s names %s', async (path, field) => {
    const { status, text, headers } = await get(path);
    expect([status, headers.get('content-type')]).toEqual([400, 'application/problem+json; charset=utf-8']);
    expect(JSON.parse(text)).toMatchObject({ code: 'invalid-request', errors: [{ field }] });
  });

  it('is answered 404 where the place is not known, without a wait', async () => {
    for (const path of [
      'v1/departments/361100/199/units',
      'v1/divisions/361199/units',
      'v1/units/361100/199001?asOf=5',
    ]) {
      expect((await get(path)).status).toBe(404);
    }
  });
});

describe('what was read before', () => {
  it('is answered 304 until something changes, compressed or not', async () => {
    for (const path of reads) {
      const first = await get(path);
      const tag = first.headers.get('etag') ?? '';
      expect(tag).toMatch(/^W\/"/);
      const again = await get(path, { 'if-none-match': `"other", ${tag}` });
      expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', tag]);
      expect((await get(path, { 'if-none-match': '"other"' })).status).toBe(200);
    }
    const path = `${YEAR}/tables/3`;
    const tag = (await get(path)).headers.get('etag') ?? '';
    await post({ type: 'AdjustBudget', kind: 'cut', fiscalYear: 2024, lines: [line('126001', '30201', '0.01')] });
    const after = await get(path, { 'if-none-match': tag, 'ledger-min-position': poster.position });
    expect(after.status).toBe(200);
    expect(after.headers.get('etag')).not.toBe(tag);
    // The tag is of the revision, so the old answer has it again.
    const at = /@(\d+);/.exec(tag)?.[1] ?? '';
    expect((await get(asking(path, 'asOf', at), { 'if-none-match': tag })).status).toBe(304);
  });

  it('stands whatever others write to the same partition, and only what they are part of changes', async () => {
    const own = partitionOf('361100/126', 6);
    const other = Array.from({ length: 100 }, (_, n) => String(300 + n)).find(
      (department) => partitionOf(`361100/${department}`, 6) === own,
    )!;
    const mine = [`${YEAR}/tables/3`, `${YEAR}/lines`, 'v1/departments/361100/126/units', STREAM, `${STREAM}/events`];
    const division = 'v1/divisions/361100/units';
    const tagsOf = (paths: string[]) => Promise.all(paths.map(async (path) => (await get(path)).headers.get('etag')));
    const before = await tagsOf([...mine, division]);
    await post({ type: 'RegisterUnit', unit: `${other}001`, name: '别的单位', departmentName: '别的部门' }, other);
    for (const [index, path] of mine.entries()) {
      const again = await get(path, { 'if-none-match': before[index] ?? '', 'ledger-min-position': poster.position });
      expect([path, again.status]).toEqual([path, 304]);
      // The header still says how far the tables have come.
      expect([path, again.headers.get('ledger-position')]).toEqual([path, expect.stringContaining(`${own}:`)]);
    }
    const [after] = await tagsOf([division]);
    expect(after).not.toBe(before.at(-1));
  });

  it('comes compressed to who takes it', async () => {
    const response = await fetch(`${service.url}/${YEAR}/lines`, { headers: { 'accept-encoding': 'gzip' } });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(response.headers.get('vary')).toContain('accept-encoding');
    const plain = await fetch(`${service.url}/${YEAR}/lines`, { headers: { 'accept-encoding': 'identity' } });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await response.text()).toBe(await plain.text());
  });
});

describe('pages', () => {
  async function pages<T>(path: string, list: 'lines' | 'units', between: () => Promise<void>): Promise<T[]> {
    const items: T[] = [];
    let next: string | undefined;
    do {
      const { text, headers } = await get(next === undefined ? path : asking(path, 'cursor', next));
      const page = JSON.parse(text) as { next?: string } & Record<string, T[]>;
      items.push(...(page[list] ?? []));
      next = page.next;
      expect(headers.get('ledger-next')).toBe(next ?? null);
      await between();
    } while (next !== undefined);
    return items;
  }

  it.each([
    ['v1/divisions/361100/years/2024/lines', 'lines', 7],
    ['v1/departments/361100/126/years/2024/lines', 'lines', 5],
    [`${YEAR}/lines`, 'lines', 9],
    ['v1/divisions/361100/units', 'units', 1],
  ] as const)('of %s are of the state of the first one, whatever is written meanwhile', async (path, list, limit) => {
    const whole = (
      JSON.parse((await get(path, { 'ledger-min-position': poster.position })).text) as Record<string, unknown[]>
    )[list];
    const paged = await pages(asking(path, 'limit', String(limit)), list, () =>
      post({ type: 'AdjustBudget', kind: 'supplement', fiscalYear: 2024, lines: [line('126001', '30299', '1.00')] }),
    );
    expect(paged).toEqual(whole);
  });
});
