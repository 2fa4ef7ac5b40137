import { request } from 'node:http';

import type { Command } from '#domain';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { createTestDatabase, type TestDatabase, serveEmpty } from '../support/database';
import { startQueryApp } from '../support/query-app';
import { addressesOf, FORMATS, queriesOf, type Read, readsOf, SAMPLE_PARTS } from '../support/reads';
import { projectAll } from '../support/projected';
import { TestLog } from '../support/test-log';

/**
 * No GET answers 500, whatever stands in its address: it is answered, or a problem says which field does not fit. The reads come from the
 * service's own documentation, so that a new one is held to it from its first day.
 */

const LONG = '9'.repeat(5_000);
const cursor = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
/** As they stand in the address. */
const VALUES = [
  '',
  '%00',
  'a%00b',
  '%F0%9F%A6%84',
  '%ED%A0%80',
  '%',
  '%zz',
  '%C0%AF',
  LONG,
  '-1',
  '0',
  '9007199254740993',
  '999999999999999',
  '99999999999999999999',
  '1e9',
  'null',
  '__proto__',
  '..%2F..',
  "'%20or%201=1--",
  '0000-01-01',
  '0001-01-01',
  '9999-12-31',
  '2024-02-30',
  '+010000-01-01',
  '0000-01-01T00:00Z',
  '0001-01-01T00:00%2B14:00',
  '9999-12-31T23:59-23:59',
  '2024-01-01T00:00%2B99:99',
  '2024-01-01T24:00Z',
  '2024-06-30T23:59:60Z',
  '0:0',
  '0:-1',
  '0:999999999999999',
  '999999:1',
  '3000000000:1',
  '0:9223372036854775808',
  `${'0:1,'.repeat(999)}0:1`,
  `${'0:1,'.repeat(2_000)}0:1`,
];
const CURSORS = [
  cursor(['0:1', 'a\0b']),
  cursor(['0:1', '\ud800']),
  cursor(['0:1', '']),
  cursor(['0:1', LONG]),
  cursor(['0:999999999999999', 'a']),
  cursor(['999999:0', 'a']),
  cursor(['0:1', 7]),
  cursor([['0:1'], { a: 1 }]),
  cursor(['', '']),
  cursor({ length: 2 }),
  cursor(null),
  'W1tb'.repeat(3_000),
];

let database: TestDatabase;
let app: NestFastifyApplication;
let port: number;
let reads: Read[];

interface Answer {
  path: string;
  status: number;
  type: string;
  text: string;
}

function get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, headers, timeout: 10_000 }, (response) => {
      const chunks: Buffer[] = [];
      const type = response.headers['content-type'] ?? '';
      const answer = (): void => {
        resolve({ path, status: response.statusCode ?? 0, type, text: Buffer.concat(chunks).toString() });
      };
      // A stream of events never ends; that it began is its answer.
      if (type.startsWith('text/event-stream')) {
        answer();
        asked.destroy();
        return;
      }
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', answer);
    });
    asked.on('timeout', () => asked.destroy(new Error(`${path} is not answered`))).on('error', reject);
    asked.end();
  });
}

const command = (fields: object): Command => {
  const basis = { division: '361100', department: '126', documentNumber: '文', effectiveDate: '2024-01-01' };
  return { ...basis, ...fields } as unknown as Command;
};

beforeAll(async () => {
  database = await createTestDatabase();
  await serveEmpty(database.database);
  const log = new TestLog(2);
  for (const [index, unit] of ['126001', '126002'].entries()) {
    const names = { unit, name: `单位${index}`, departmentName: '部门' };
    log.post(command({ type: 'RegisterUnit', commandId: `r${index}`, ...names }));
    const line = { unit, source: 'general-public-budget', function: '2012901', economic: '30201' };
    const lines = [{ ...line, category: 'project', project: '项目', amountYuan: '100.00' }];
    for (const count of [1, 2]) {
      log.post(command({ type: 'AllocateBudget', commandId: `a${index}-${count}`, fiscalYear: 2024, lines }));
    }
    for (const project of [undefined, '项目']) {
      const targets = { declaredFunds: { totalYuan: '1.00' }, tasks: [], goals: ['目标'], indicators: [] };
      const set = { type: 'SetPerformanceTargets', commandId: `t${index}${project ?? ''}`, fiscalYear: 2024, unit };
      log.post(command({ ...set, ...(project === undefined ? {} : { project }), ...targets }));
    }
  }
  await projectAll(log, database.database);
  app = await startQueryApp(database.url, { positionTimeoutMs: 1 });
  await app.listen(0, '127.0.0.1');
  port = Number(new URL(await app.getUrl()).port);
  reads = readsOf(JSON.parse((await get('/docs-json')).text));
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

const addressOf = ({ path }: Read, parts = SAMPLE_PARTS): string =>
  addressesOf(path, Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, [part]])))[0] ?? '';

/** All addresses, a few at a time; answers those that were answered as nothing should be. */
async function wrongAmong(addresses: readonly string[]): Promise<string[]> {
  const wrong: string[] = [];
  const queue = addresses.values();
  const lane = async (): Promise<void> => {
    for (const address of queue) {
      const answer = await get(address);
      const fault = faultOf(answer);
      if (fault !== undefined) wrong.push(`${answer.path.slice(0, 200)}: ${fault} ${answer.text.slice(0, 300)}`);
    }
  };
  await Promise.all(Array.from({ length: 4 }, lane));
  // One example of each fault says enough.
  return wrong.slice(0, 5);
}

/** An answer, or a problem that says what is wrong: with the address by its field, or that something is not there (yet). */
function faultOf({ status, type, text }: Answer): string | undefined {
  if (status === 200) return undefined;
  if (![400, 404, 409, 414, 431].includes(status)) return `is answered ${status}`;
  if (status === 414 || status === 431) return undefined;
  if (!type.startsWith('application/problem+json')) return `is answered ${status} as ${type}`;
  const { code, detail, errors } = JSON.parse(text) as { code?: string; detail?: string; errors?: unknown[] };
  if (code === undefined || detail === undefined) return 'has no code or no detail';
  return code === 'invalid-request' && errors === undefined ? 'names no field' : undefined;
}

it('answers every value of every query, given once, twice, as a list and as an object', async () => {
  const addresses = [...reads, SUBSCRIPTIONS].flatMap((read) =>
    queriesOf(read).flatMap((name) => {
      const address = addressOf(read);
      const values = name === 'cursor' ? [...VALUES, ...CURSORS] : VALUES;
      const forms = [
        `${name}=1&${name}=2`,
        `${name}[]=1`,
        `${name}[a]=1`,
        `${name}.a=1`,
        name,
        `${name}=%00&%00=${name}`,
      ];
      return [...values.map((value) => `${name}=${value}`), ...forms].map((query) => `${address}?${query}`);
    }),
  );
  expect(addresses.length).toBeGreaterThan(3_000);
  expect(await wrongAmong(addresses)).toEqual([]);
});

it('answers every value of every part of an address', async () => {
  const addresses = reads.flatMap((read) =>
    [...read.path.matchAll(/\{(\w+)\}/g)].flatMap(([, name = '']) =>
      VALUES.map((value) => addressOf(read, { ...SAMPLE_PARTS, [name]: value })),
    ),
  );
  expect(await wrongAmong(addresses)).toEqual([]);
});

it('answers every table, comparison and difference of several units in every format', async () => {
  const tables = Array.from({ length: 11 }, (_, index) => String(index + 1));
  const addresses = reads
    .filter(({ path }) => path.includes('{table}'))
    .flatMap((read) =>
      tables.flatMap((table) => {
        const address = addressOf(read, { ...SAMPLE_PARTS, table });
        const formats = ['json', ...read.types.flatMap((type) => FORMATS[type] ?? [])];
        const isDiff = read.path.endsWith('/diff');
        const versions = isDiff
          ? ['from=2', 'from=5', 'from=2024-01-01', 'effectiveFrom=2023-12-31', 'from=0:0,1:0']
          : ['', 'asOf=3'];
        return formats.flatMap((format) => versions.map((version) => `${address}?format=${format}&${version}`));
      }),
    );
  expect(await wrongAmong(addresses)).toEqual([]);
});

it('answers every header that a read takes', async () => {
  for (const value of ['soon', '0:999999999999999', '999999:1', '0:9223372036854775808', ' ', '"', LONG, '0:0,0:0']) {
    for (const read of reads) {
      for (const name of ['ledger-min-position', 'if-none-match', 'last-event-id']) {
        const fault = faultOf(await get(addressOf(read), { [name]: value }));
        expect([read.path, name, value.slice(0, 30), fault]).toEqual([read.path, name, value.slice(0, 30), undefined]);
      }
    }
  }
});

/** It never ends, so it is none of the reads. */
const SUBSCRIPTIONS: Read = {
  path: '/v1/subscriptions',
  parameters: ['division', 'department', 'unit', 'year', 'table', 'log'].map((name) => ({ name, in: 'query' })),
  types: [],
  fields: [],
};
