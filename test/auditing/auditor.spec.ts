import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  anchorsIn,
  describeTopic,
  type ExportedRecord,
  KafkaLog,
  lineOfRecord,
  type LogRecord,
  readTopic,
  recordsOfExport,
  verifyRecords,
} from '#log';
import { readConfig } from '#platform';
import { statutoryTable, TABLE_NUMBERS } from '#report';

import { readAsOf } from '../../apps/auditor/src/as-of';
import { BudgetCheck } from '../../apps/auditor/src/budget-check';
import { exportStream } from '../../apps/auditor/src/export-stream';
import { replay } from '../../apps/auditor/src/replay';
import { runAuditVerb } from '../../apps/auditor/src/verbs';
import { verifyLog } from '../../apps/auditor/src/verify-log';
import { LedgerClient } from '../../apps/standalone/src/ledger-client';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { newPrefix, testBrokers } from '../support/kafka';
import { loadShangrao } from '../support/loaded-budget';
import { type Service, startService, TOKEN } from '../support/service';
import { SAMPLE_LINE } from '../support/sample';

const STREAM = '361100/126';
const ledgerId = 'budget-ledger';
const prefix = newPrefix();
const place = { brokers: testBrokers(), prefix, ledgerId };
const nothingKept: ReturnType<typeof anchorsIn> = { anchors: [], ends: [] };
const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-auditor-'));

let database: TestDatabase;
let service: Service;
let client: LedgerClient;
let position: string;
/** Tables 3, 5 and 6 as the service showed them after each revision that changed them. */
const shown = new Map<number, unknown>();
let receipts: unknown[];
let exported: ExportedRecord[];

const line = (economic: string, amountYuan: string) => ({ ...SAMPLE_LINE, economic, amountYuan });
const basis = (commandId: string, effectiveDate: string) => ({
  commandId,
  division: '361100',
  department: '126',
  documentNumber: `样例〔2024〕${commandId}`,
  effectiveDate,
  fiscalYear: 2024,
});

/** What changes the budget after its approval, one of them refused. */
const CHANGES = [
  { type: 'AdjustBudget', kind: 'supplement', ...basis('s1', '2024-03-01'), lines: [line('30201', '100.00')] },
  { type: 'AdjustBudget', kind: 'cut', ...basis('c1', '2024-04-01'), lines: [line('30201', '99999999.00')] },
  {
    type: 'AdjustBudget',
    kind: 'transfer',
    ...basis('t1', '2024-09-01'),
    from: [line('30201', '50.05')],
    to: [line('30211', '50.05')],
  },
  { type: 'AdjustBudget', kind: 'cut', ...basis('c2', '2024-06-01'), lines: [line('30207', '0.01')] },
];

const tables = (at: string) =>
  Promise.all(TABLE_NUMBERS.map((number) => client.get(`v1/units/361100/126001/years/2024/tables/${number}`, at)));

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startService({ prefix, databaseUrl: database.url });
  client = new LedgerClient(service.url, TOKEN);
  position = await loadShangrao(client);
  shown.set(9, await tables(position));
  for (const [index, change] of CHANGES.entries()) {
    const [answer] = await client.post([change]);
    position = String(answer?.body['position']);
    shown.set(10 + index, await tables(position));
  }
  receipts = [await new LedgerClient(service.url).get(`v1/streams/${STREAM}/events?limit=500`, position)];
  const file = join(folder, 'stream.ndjson');
  expect(await exportStream({ ...place, stream: STREAM, file })).toEqual({ records: 13, accepted: 13 });
  exported = recordsOfExport(readFileSync(file, 'utf8'));
});

afterAll(async () => {
  await service.stop();
  await database.drop();
  rmSync(folder, { recursive: true });
});

/** What an honest reader of a file makes of it. */
function faultsOf(records: readonly ExportedRecord[], kept?: unknown) {
  const budgets = new BudgetCheck();
  const { anchors } = anchorsIn(kept);
  return verifyRecords(records, { ledgerId, anchors, judge: (record) => budgets.judge(record) }).faults;
}

const sha256 = (bytes: Buffer | null) =>
  createHash('sha256')
    .update(bytes ?? '')
    .digest('hex');

/** A forger mends the file's own hash as well. */
const forged = (record: ExportedRecord, value: Buffer | null): ExportedRecord => ({
  ...record,
  value,
  sha256: sha256(value),
});

/** Replaces one byte in the value of one field, so that it stays JSON wherever that is possible. */
function flipped(record: ExportedRecord, field: string): ExportedRecord {
  const text = record.value?.toString('latin1') ?? '';
  const start = text.indexOf(`"${field}":`) + field.length + 3;
  const at = start + Math.max(0, text.slice(start).search(/[0-9A-Za-z\x80-\xff]/));
  const bytes = Buffer.from(record.value ?? '');
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return forged(record, bytes);
}

const withRecord = (index: number, record: ExportedRecord) => exported.map((each, n) => (n === index ? record : each));

test('a log that nobody touched verifies, with every receipt and with what an earlier verification wrote', async () => {
  const { faults, partitions } = await verifyLog({ ...place, ...nothingKept });
  expect(faults).toEqual([]);
  expect(partitions.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(14);
  const kept = anchorsIn([receipts, partitions.flatMap(({ heads, end }) => [...heads, end])]);
  expect(kept.anchors.length).toBeGreaterThan(13);
  expect((await verifyLog({ ...place, ...kept })).faults).toEqual([]);
  expect(faultsOf(exported, receipts)).toEqual([]);
});

const FIELDS = [
  ...['specversion', 'id', 'type', 'source', 'subject', 'time', 'revision', 'prevhash', 'commandid', 'commandhash'],
  ...['actor', 'correlationid', 'data', 'documentNumber', 'effectiveDate'],
];

test.each(FIELDS)('a flipped byte in %s of any record is found; in the last one by its receipt', (field) => {
  exported.forEach((record, index) => {
    const altered = withRecord(index, flipped(record, field));
    expect(altered[index]?.value).not.toEqual(record.value);
    if (index < exported.length - 1) expect([index, faultsOf(altered).length > 0]).toEqual([index, true]);
    expect([index, faultsOf(altered, receipts).length > 0]).toEqual([index, true]);
  });
});

test('a flip of any single byte anywhere in a record is found', () => {
  const index = 8;
  const record = exported[index] as ExportedRecord;
  const { length } = record.value ?? '';
  // Every seventh byte of a large record, which meets every part of it.
  for (let at = 0; at < length; at += 7) {
    const bytes = Buffer.from(record.value ?? '');
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    expect([at, faultsOf(withRecord(index, forged(record, bytes))).length > 0]).toEqual([at, true]);
  }
});

test('dropped, swapped, doubled and relabelled records are found; a cut tail by its receipts', () => {
  for (let index = 0; index < exported.length; index += 1) {
    const record = exported[index] as ExportedRecord;
    const isLast = index === exported.length - 1;
    const dropped = exported.filter((_, n) => n !== index);
    expect([index, faultsOf(dropped).length > 0]).toEqual([index, !isLast]);
    expect([index, faultsOf(dropped, receipts).length > 0]).toEqual([index, true]);
    const doubled = [...exported.slice(0, index + 1), record, ...exported.slice(index + 1)];
    expect([index, faultsOf(doubled).length > 0]).toEqual([index, true]);
    const relabelled = withRecord(index, { ...record, key: Buffer.from('361100/127') });
    expect([index, faultsOf(relabelled).length > 0]).toEqual([index, true]);
    if (isLast) continue;
    const swapped = [...exported];
    [swapped[index], swapped[index + 1]] = [swapped[index + 1] as ExportedRecord, record];
    expect([index, faultsOf(swapped).length > 0]).toEqual([index, true]);
  }
  expect(faultsOf(exported.slice(0, 5))).toEqual([]);
  expect(faultsOf(exported.slice(0, 5), receipts)).not.toEqual([]);
});

type Alterable = { prevhash: string; type: string; actor: string; data: object };

/** What a forger makes of the records: some are altered, and everything behind them is chained anew. */
function chainedAnew(alter: (event: Alterable, index: number) => void): ExportedRecord[] {
  let prevhash: string | undefined;
  return exported.map((record, index) => {
    const event = JSON.parse(record.value?.toString() ?? '') as Alterable;
    const before = JSON.stringify(event);
    if (prevhash !== undefined) event.prevhash = prevhash;
    alter(event, index);
    if (JSON.stringify(event) === before) return record;
    const value = Buffer.from(JSON.stringify(event));
    prevhash = sha256(value);
    return forged(record, value);
  });
}

/** The fourth record names another person, and everything behind it fits. */
const rewritten = () =>
  chainedAnew((event, index) => {
    if (index === 3) event.actor = '李四';
  });

test('nonsense that is well chained is found by computing the balances again', () => {
  const records = chainedAnew((event) => {
    // The cut that was refused is forged into one that was accepted.
    if (event.type !== 'command.refused.v1') return;
    const { command } = event.data as { command: { lines: object[] } };
    event.type = 'budget.adjusted.v1';
    event.data = {
      documentNumber: 'x',
      effectiveDate: '2024-04-01',
      fiscalYear: 2024,
      chartHash: 'x',
      kind: 'cut',
      lines: command.lines,
    };
  });
  const [fault] = faultsOf(records);
  expect(fault?.why.en).toMatch(/falls to -/);
});

test('a record that was changed with everything behind it chained anew passes, and only what was kept elsewhere finds it', () => {
  const records = rewritten();
  expect(records.slice(0, 3)).toEqual(exported.slice(0, 3));
  records.slice(3).forEach((record, n) => expect(record.value).not.toEqual(exported[n + 3]?.value));
  expect(faultsOf(records)).toEqual([]);
  const receiptOf = (index: number) => ({
    stream: STREAM,
    revision: index + 1,
    hash: (exported[index] as ExportedRecord).sha256,
  });
  exported.forEach((_, index) => {
    // A receipt from before the forgery is still right; any other one, of whichever record, finds it.
    expect([index, faultsOf(records, receiptOf(index)).length > 0]).toEqual([index, index >= 3]);
  });
  expect(faultsOf(records, receipts)[0]).toMatchObject({ stream: STREAM, revision: 4 });
});

test('verify on the command line says OK of a rewritten file and what it cannot see, and NOT OK with anchors', async () => {
  const anchors = join(folder, 'anchors.ndjson');
  const file = join(folder, 'rewritten.ndjson');
  const config = readConfig({ KAFKA_BROKERS: place.brokers.join(','), TOPIC_PREFIX: prefix });
  writeFileSync(
    file,
    rewritten()
      .map((record) => `${lineOfRecord(record, record.accepted)}\n`)
      .join(''),
  );
  expect(await printed(() => runAuditVerb('verify', ['--write-anchors', anchors], config))).toMatchObject({ code: 0 });
  const alone = await printed(() => runAuditVerb('verify', ['--file', file], config));
  expect(alone).toEqual({ code: 0, text: expect.stringMatching(/重新链接.*chained anew[^]*相符 OK/) as string });
  const anchored = await printed(() => runAuditVerb('verify', ['--file', file, '--anchors', anchors], config));
  expect(anchored).toEqual({ code: 1, text: expect.stringContaining('不符 NOT OK') as string });
});

/** A verb's exit code with what it wrote. */
async function printed(run: () => Promise<number>): Promise<{ code: number; text: string }> {
  const written: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  try {
    return { code: await run(), text: written.join('') };
  } finally {
    write.mockRestore();
  }
}

describe('nonsense of the execution of a year, well chained behind the honest records, is found:', () => {
  const posting = { documentNumber: 'x', effectiveDate: '2024-10-01', fiscalYear: 2024, chartHash: 'x' };
  /** The line has 49.95 yuan and what the sample budget gives it; the fourteenth event freezes ten of them. */
  const office = (amountYuan: string) => ({ ...line('30201', amountYuan) });
  const poolLine = (amountYuan: string) => ({ ...office(amountYuan), unit: '126' });
  const frozen = { type: 'funds.frozen.v1', data: { ...posting, lines: [office('10.00')] } };
  const released = (amountYuan: string, freezeRevision = 14) => ({
    type: 'funds.released.v1',
    data: { ...posting, freezeRevision, lines: [office(amountYuan)] },
  });
  const paid = (amountYuan: string) => ({
    type: 'payment.recorded.v1',
    data: { ...posting, lines: [office(amountYuan)] },
  });
  const pooled = { type: 'budget.allocated.v1', data: { ...posting, lines: [poolLine('5.00')] } };
  const handedDown = (amountYuan: string) => ({
    type: 'budget.handed-down.v1',
    data: { ...posting, from: [poolLine('5.00')], to: [office(amountYuan)] },
  });
  const carriedOver = (amountYuan: string) => ({
    type: 'balance.carried-over.v2',
    data: {
      ...posting,
      effectiveDate: '2025-01-01',
      fiscalYear: 2025,
      kind: 'carry-forward',
      opening: false,
      from: [office('5.00')],
      to: [{ ...office(amountYuan), originYear: 2024 }],
    },
  });
  const combined = (...events: object[]) => ({
    type: 'commands.combined.v1',
    data: { documentNumber: 'x', effectiveDate: '2024-10-01', events },
  });

  /** What the check finds of events that somebody wrote to the topic behind the ledger's own. */
  function faultsBehind(...events: { type: string; data: object }[]): string[] {
    const records = [...exported];
    for (const event of events) {
      const last = records.at(-1) as ExportedRecord;
      const envelope = JSON.parse(last.value?.toString() ?? '') as { revision: number };
      const revision = envelope.revision + 1;
      const own = { id: `${STREAM}@${revision}`, revision, prevhash: last.sha256, commandid: `forged-${revision}` };
      const record = forged(last, Buffer.from(JSON.stringify({ ...envelope, ...own, ...event })));
      records.push({ ...record, offset: last.offset + 1 });
    }
    return faultsOf(records).map(({ why }) => why.en);
  }

  test('nothing where the events are such as the ledger writes', () => {
    const honest = [frozen, released('10.00'), paid('49.95'), pooled, handedDown('5.00'), carriedOver('5.00')];
    expect(faultsBehind(...honest, combined(pooled, handedDown('5.00'), frozen))).toEqual([]);
  });

  test.each<[string, { type: string; data: object }[], RegExp]>([
    ['a payment beyond what is available', [paid('99999999.99')], /falls to -/],
    [
      'a freeze beyond what is available',
      [{ ...frozen, data: { ...posting, lines: [office('99999999.99')] } }],
      /falls to -/,
    ],
    ['a release beyond the freeze', [frozen, released('10.01')], /falls to -0\.01/],
    ['a release of a freeze that never was', [released('0.01', 13)], /falls to -0\.01/],
    [
      'a refund of what was not paid',
      [paid('1.00'), { ...paid('1.01'), type: 'refund.recorded.v1' }],
      /falls to -0\.01/,
    ],
    ['a hand-down that gives more than it takes', [pooled, handedDown('5.01')], /does not balance by 0\.01/],
    ['a hand-down of what the pool does not have', [handedDown('5.00')], /falls to -5\.00/],
    ['a carry-over that grows', [carriedOver('5.01')], /does not balance by 0\.01/],
    [
      'a hand-down of a combination that loses money',
      [combined(pooled, handedDown('4.99'))],
      /does not balance by -0\.01/,
    ],
    [
      'a transfer that arrives on a unit of another department',
      [
        {
          type: 'department-transfer.received.v1',
          data: {
            ...posting,
            transitId: '361100/125@1',
            fromDepartment: '125',
            lines: [{ ...office('1.00'), unit: '127001' }],
          },
        },
      ],
      /does not belong to department 126/,
    ],
    [
      'a reversal that takes what is spent',
      [
        {
          type: 'event.reversed.v1',
          data: {
            documentNumber: 'x',
            effectiveDate: '2024-10-01',
            reversedRevision: 2,
            reversedEventId: `${STREAM}@2`,
            reversedType: 'budget.allocated.v1',
            postings: [
              {
                ...{
                  unit: '126001',
                  source: 'general-public-budget',
                  function: '2012901',
                  economic: '30201',
                  category: 'operating',
                },
                fiscalYear: 2024,
                column: 'original',
                deltaYuan: '-99999999.99',
                effectiveDate: '2024-10-01',
              },
            ],
          },
        },
      ],
      /falls to -/,
    ],
  ])('%s', (_, events, why) => {
    expect(faultsBehind(...events)).toEqual([expect.stringMatching(why)]);
  });
});

test('an altered copy of the topic is found, with the place of the first bad record', async () => {
  const records: LogRecord[] = [];
  const topic = await describeTopic(place);
  await readTopic(topic, [0, 1, 2, 3, 4, 5], (_, some) => records.push(...some));
  const copyTo = async (name: string, alter: (record: LogRecord) => Buffer | null | undefined, kept = nothingKept) => {
    const log = await KafkaLog.open({ ...place, prefix: name, clientId: 'spec', create: true });
    for (const record of records) {
      if (record.key?.toString() !== STREAM) continue;
      const value = alter(record);
      if (value !== undefined && value !== null) await log.append(record.partition, [{ key: STREAM, value }]);
    }
    await log.close();
    return (await verifyLog({ ...place, prefix: name, ...kept })).faults;
  };
  expect(await copyTo(newPrefix(), ({ value }) => value)).toEqual([]);
  const bad = await copyTo(newPrefix(), (record) =>
    record.offset === 4 ? Buffer.from((record.value ?? '').toString().replace('样例', '样本')) : record.value,
  );
  expect(bad[0]).toMatchObject({ stream: STREAM, offset: 5, revision: 6 });
  expect(await copyTo(newPrefix(), (record) => (record.offset === 4 ? undefined : record.value))).not.toEqual([]);
  const forgedAt = new Map(rewritten().map(({ offset, value }) => [offset, value]));
  const forge = ({ offset }: LogRecord) => forgedAt.get(offset);
  expect(await copyTo(newPrefix(), forge)).toEqual([]);
  expect(await copyTo(newPrefix(), forge, anchorsIn(receipts))).not.toEqual([]);
});

describe('replay', () => {
  const question = {
    ledgerId,
    division: '361100',
    department: '126',
    unit: '126001',
    year: 2024,
    measure: 'current' as const,
    chartFiles: [],
  };
  const ask = (asOf: string | undefined, effectiveOn?: string) =>
    replay({ brokers: place.brokers, prefix }, { ...question, asOf: readAsOf(asOf), effectiveOn });
  const rowsOf = (answer: unknown) => (answer as { rows: string[][] }[]).map(({ rows }) => rows);

  test.each([9, 10, 11, 12, 13])('shows the tables as the service showed them at revision %i', async (revision) => {
    const { standing, input } = await ask(String(revision));
    expect(standing.revision).toBe(revision);
    const replayed = TABLE_NUMBERS.map((number) => statutoryTable(number, input).rows);
    expect(replayed).toEqual(rowsOf(shown.get(revision)));
  });

  test('takes a position, an instant and a day, and works on the exported file', async () => {
    const now = await ask(undefined);
    expect(now.standing.revision).toBe(13);
    expect((await ask(position)).standing).toEqual(now.standing);
    expect((await ask(now.standing.time)).standing).toEqual(now.standing);
    await expect(ask('2020-01-01')).rejects.toThrow();
    const offline = await replay({ exported }, { ...question, asOf: readAsOf('9'), effectiveOn: undefined });
    expect(TABLE_NUMBERS.map((number) => statutoryTable(number, offline.input).rows)).toEqual(rowsOf(shown.get(9)));
  });

  test.each([
    ['asOf=9', ['--as-of', '9']],
    ['asOf=2099-12-31&effectiveOn=2024-06-30', ['--as-of', '2099-12-31', '--effective-on', '2024-06-30']],
    ['measure=original', ['--measure', 'original']],
    ['', []],
  ])('writes the same CSV as the service, which names its version: %s', async (query, options) => {
    let written = '';
    const out = jest.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((written += String(text))));
    const config = readConfig({ KAFKA_BROKERS: place.brokers.join(','), TOPIC_PREFIX: prefix });
    const asked = ['--unit', '361100/126001', '--year', '2024', '--tables', '3', '--format', 'csv', ...options];
    const code = await runAuditVerb('replay', asked, config).finally(() => out.mockRestore());
    const served = await fetch(`${service.url}/v1/units/361100/126001/years/2024/tables/3?format=csv&${query}`);
    expect([code, written]).toEqual([0, Buffer.from(await served.arrayBuffer()).toString()]);
    const versions = written
      .trimEnd()
      .split('\r\n')
      .map((row) => row.split(',').at(-1));
    expect(versions[0] === '版本').toBe(query !== '');
    if (query !== '') expect(new Set(versions.slice(1)).size).toBe(1);
  });

  test('leaves out what takes effect later, whenever it was recorded', async () => {
    const { input } = await ask(undefined, '2024-06-30');
    const amounts = new Map(
      input.units[0]!.lines.map(({ economic, category, transferred, cut, supplemented, originYear }) => [
        `${economic}/${category}/${originYear ?? ''}`,
        { transferred, cut, supplemented },
      ]),
    );
    expect(amounts.get('30201/operating/')).toEqual({ transferred: 0n, cut: 0n, supplemented: 10_000n });
    expect(amounts.get('30207/operating/')).toEqual({ transferred: 0n, cut: 1n, supplemented: 0n });
  });

  test('takes the pool of a department for no unit, as the service does', async () => {
    const pooled = { ...line('30201', '77.00'), unit: '126' };
    await client.post([{ type: 'AllocateBudget', ...basis('pool', '2024-10-01'), lines: [pooled] }]);
    const toTheUnit = { from: [{ ...pooled, amountYuan: '7.00' }], to: [line('30201', '7.00')] };
    const [last] = await client.post([{ type: 'HandDownBudget', ...basis('down', '2024-10-02'), ...toTheUnit }]);
    const at = String(last?.body['position']);
    const asked = { ...question, asOf: undefined, effectiveOn: undefined };
    const { unit: _unit, ...ofDepartment } = asked;
    for (const [path, { input }] of [
      ['units/361100/126001', await replay({ brokers: place.brokers, prefix }, asked)],
      ['departments/361100/126', await replay({ brokers: place.brokers, prefix }, ofDepartment)],
    ] as const) {
      for (const number of TABLE_NUMBERS) {
        const answer = await client.get(`v1/${path}/years/2024/tables/${number}`, at);
        const { header: _header, ...table } = statutoryTable(number, input);
        expect(answer).toMatchObject({ ...table, level: 'department' });
      }
    }
  });
});

test('an export keeps bytes that are no text', () => {
  const value = Buffer.from([0xff, 0x00, 0x22]);
  const written = lineOfRecord({ partition: 1, offset: 2, key: null, value }, false);
  expect(recordsOfExport(written)).toEqual([
    { partition: 1, offset: 2, key: null, value, sha256: sha256(value), accepted: false },
  ]);
});
