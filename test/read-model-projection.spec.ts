import { type AdjustBudget, type Command, currentOf, emptyState, type PostingLine, yuanOf } from '#domain';
import { PartitionFold, partitionOf, StalePlace, startOf } from '#log';
import { countStoppedStreams, migrate, Projection, readAuditPage, readStream, readUnitYears } from '#read-model';
import fc from 'fast-check';

import { createTestDatabase, type TestDatabase } from './support/database';
import { shangraoCommands } from './support/shangrao';
import { dumpTables } from './support/table-dump';
import { batchOf, TestLog, TestReader } from './support/test-log';

const STREAM = '361100/126';
const BASIS = { division: '361100', department: '126', documentNumber: '样例〔2024〕1号', effectiveDate: '2024-03-01' };
const LINE: PostingLine = {
  unit: '126001',
  source: 'general-public-budget',
  function: '2012901',
  economic: '30101',
  category: 'personnel',
  amountYuan: '100.00',
};
const NAMES = { name: '单位', departmentName: '部门' };

let ids = 0;
const nextId = (): string => `c${(ids += 1)}`;
const register = (unit = '126001', division = '361100'): Command => ({
  ...BASIS,
  type: 'RegisterUnit',
  commandId: nextId(),
  division,
  department: unit.slice(0, 3),
  unit,
  ...NAMES,
});
const allocate = (...lines: PostingLine[]): Command => ({
  ...BASIS,
  type: 'AllocateBudget',
  commandId: nextId(),
  fiscalYear: 2024,
  lines,
});

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
  await migrate(test.database);
});
afterAll(() => test.drop());
beforeEach(() => emptyTables());

async function emptyTables(): Promise<void> {
  await test.database.query(
    'truncate checkpoint, stream_head, unit, unit_year, budget_line, performance_target, event, event_line',
  );
}

async function readerOf(log: TestLog): Promise<TestReader> {
  const reader = new TestReader(log, new Projection(test.database));
  await reader.start();
  return reader;
}

describe('the projection', () => {
  it('writes amounts before and after exactly, also when events of one batch touch one line', async () => {
    const log = new TestLog();
    log.post(register());
    log.post(allocate(LINE, { ...LINE, amountYuan: '0.05' }));
    log.post({
      ...BASIS,
      type: 'AdjustBudget',
      kind: 'cut',
      commandId: 'cut',
      fiscalYear: 2024,
      lines: [{ ...LINE, amountYuan: '99.99' }],
    });
    await (await readerOf(log)).finish();
    const page = await readAuditPage(test.database, { stream: STREAM, after: 0, limit: 10 });
    expect(
      page?.events.flatMap(({ revision, postings }) => postings.map((posting) => ({ revision, ...posting }))),
    ).toMatchObject([
      { revision: 2, column: 'original', deltaYuan: '100.00', currentBeforeYuan: '0.00', currentAfterYuan: '100.00' },
      { revision: 2, column: 'original', deltaYuan: '0.05', currentBeforeYuan: '100.00', currentAfterYuan: '100.05' },
      { revision: 3, column: 'cut', deltaYuan: '99.99', currentBeforeYuan: '100.05', currentAfterYuan: '0.06' },
    ]);
    expect(page?.events[2]).toMatchObject({
      type: 'budget.adjusted.v1',
      actor: '张三',
      commandId: 'cut',
      documentNumber: BASIS.documentNumber,
      effectiveDate: '2024-03-01',
      recordedAt: '2024-01-01T00:00:03.000Z',
      partition: partitionOf(STREAM, 3),
      offset: 2,
      refused: false,
    });
    expect(page?.next).toBeUndefined();
  });

  it('keeps amounts that no JS number could hold', async () => {
    const log = new TestLog();
    log.post(register());
    for (let times = 0; times < 3; times += 1) log.post(allocate({ ...LINE, amountYuan: '9999999999999.99' }));
    await (await readerOf(log)).finish(2);
    const reading = await readUnitYears(test.database, { division: '361100', unit: '126001' }, [2024]);
    expect([...(reading?.years.get(2024)?.lines.values() ?? [])].map(currentOf)).toEqual([2999999999999997n]);
  });

  it('counts a batch once that is delivered twice', async () => {
    const log = new TestLog();
    log.post(register());
    log.post(allocate(LINE));
    const partition = partitionOf(STREAM, 3);
    const batch = batchOf(new PartitionFold('test', 3, startOf(partition)), partition, log.records[partition]!)!;
    const projection = new Projection(test.database);
    await projection.places();
    await projection.project(batch);
    const once = await dumpTables(test.database);
    await expect(projection.project(batch)).rejects.toThrow(StalePlace);
    await expect(new Projection(test.database).project(batch)).rejects.toThrow(StalePlace);
    expect(await dumpTables(test.database)).toEqual(once);
  });

  it('does not go on behind a gap, even when its own place says so', async () => {
    const log = new TestLog();
    log.post(register());
    log.post(allocate(LINE));
    const reader = await readerOf(log);
    await reader.finish();
    await emptyTables();
    log.post(allocate(LINE));
    expect(await reader.step(partitionOf(STREAM, 3), 10)).toBeUndefined();
    await reader.finish();
    expect((await readStream(test.database, STREAM))?.revision).toBe(3);
  });

  it('shows refusals in the trail and changes no line by them', async () => {
    const log = new TestLog();
    log.post(allocate(LINE));
    await (await readerOf(log)).finish();
    const page = await readAuditPage(test.database, { stream: STREAM, after: 0, limit: 10 });
    expect(page?.events).toMatchObject([
      {
        refused: true,
        documentNumber: BASIS.documentNumber,
        effectiveDate: '2024-03-01',
        postings: [],
        data: { refusal: { code: 'unit-not-registered' } },
      },
    ]);
    expect((await test.database.query('select 1 from budget_line')).rowCount).toBe(0);
  });
});

describe('an accepted event that cannot be understood', () => {
  const OTHER = '361100/127';

  it.each([
    ['an unknown type', { type: 'budget.frozen.v9', data: {} }],
    ['an unknown field', { type: 'unit.registered.v1', data: { ...BASIS, unit: '126001', ...NAMES } }],
    ['a time that is none', { ...unitEvent(), time: '2024-13-45T00:00:00.000Z' }],
    ['a text that Postgres cannot hold', { ...unitEvent(), actor: 'a\u0000b' }],
    ['an amount that the column cannot hold', { type: 'budget.allocated.v1', data: posting({ fiscalYear: 2 ** 40 }) }],
    [
      'a line key too long for an index',
      { type: 'budget.allocated.v1', data: posting({}, { project: randomText(9_000) }) },
    ],
  ])('stops its stream only: %s', async (_, poison) => {
    const log = new TestLog(1);
    log.post(register());
    log.post(allocate(LINE));
    log.append(STREAM, poison);
    log.post(register('127001'));
    log.post(allocate(LINE));
    log.post(register('127002'));
    const reader = await readerOf(log);
    const projected = await reader.step(0, 5);
    expect(projected).toMatchObject({ events: 3, stopped: [{ stream: STREAM }] });
    await reader.finish();
    expect(await readStream(test.database, STREAM)).toMatchObject({
      revision: 2,
      time: '2024-01-01T00:00:02.000Z',
      stopped: expect.stringContaining('revision 3 (partition 0 offset 2)'),
      position: '0:5',
    });
    expect(await readStream(test.database, OTHER)).toMatchObject({ revision: 2 });
    expect(await countStoppedStreams(test.database)).toBe(1);
  });

  it('stays stopped after a restart, and what comes later changes nothing', async () => {
    const log = new TestLog(1);
    log.post(register());
    log.append(STREAM, { type: 'budget.frozen.v9', data: {} });
    await (await readerOf(log)).finish();
    log.post(allocate(LINE));
    log.post(register('127001'));
    await (await readerOf(log)).finish();
    expect(await readStream(test.database, STREAM)).toMatchObject({
      revision: 1,
      stopped: expect.stringContaining('budget.frozen.v9'),
    });
    expect(await readStream(test.database, OTHER)).toMatchObject({ revision: 1 });
    expect((await test.database.query('select 1 from budget_line')).rowCount).toBe(0);
  });

  it('keeps texts that only JSON can hold', async () => {
    const log = new TestLog(1);
    log.post(register());
    log.post({ ...allocate(LINE), reason: 'a\u0000b\ud800' });
    await (await readerOf(log)).finish();
    const page = await readAuditPage(test.database, { stream: STREAM, after: 1, limit: 1 });
    expect(page?.events[0]?.data).toMatchObject({ reason: 'a\u0000b\ud800' });
  });

  function unitEvent(): { type: string; data: object } {
    const { documentNumber, effectiveDate } = BASIS;
    return { type: 'unit.registered.v1', data: { documentNumber, effectiveDate, unit: '126001', ...NAMES } };
  }
  function posting(basis: object, line: object = {}): object {
    const { documentNumber, effectiveDate } = BASIS;
    return { documentNumber, effectiveDate, fiscalYear: 2024, chartHash: '', ...basis, lines: [{ ...LINE, ...line }] };
  }
  function randomText(length: number): string {
    return Array.from({ length }, () => String.fromCodePoint(0x4e00 + Math.floor(Math.random() * 20_000))).join('');
  }
});

describe('rows of random histories', () => {
  const units = fc.constantFrom('126001', '126002', '127001');
  const amount = fc.integer({ min: 1, max: 50_000 }).map((fen) => yuanOf(BigInt(fen)));
  const line = fc
    .record({ unit: units, economic: fc.constantFrom('30101', '30201'), amountYuan: amount })
    .map((parts) => ({
      ...LINE,
      ...parts,
      category: parts.economic === '30101' ? ('personnel' as const) : ('operating' as const),
    }));
  const lines = fc.array(line, { minLength: 1, maxLength: 4 });
  const posting = fc
    .record({
      kind: fc.constantFrom('allocate', 'carry-over', 'supplement', 'cut', 'transfer', 'targets', 'register'),
      lines,
      more: lines,
      fiscalYear: fc.constantFrom(2023, 2024),
    })
    .map(commandOf);
  const step = fc.record({
    reader: fc.nat(1),
    partition: fc.nat(1),
    count: fc.integer({ min: 1, max: 7 }),
    restart: fc.boolean(),
  });

  it('are those of a fold with evolve, whatever the batches, repeats and number of projectors', async () => {
    const history = fc.array(fc.oneof({ weight: 8, arbitrary: posting }, fc.constant('void' as const)), {
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(history, fc.array(step, { maxLength: 30 }), async (commands, steps) => {
        await emptyTables();
        const log = new TestLog(2);
        for (const unit of ['126001', '126002', '127001']) log.post(register(unit));
        for (const command of commands) {
          if (command === 'void') log.appendVoid(STREAM);
          else log.post({ ...command, commandId: nextId() });
        }
        log.appendJunk(0);
        const readers = [await readerOf(log), await readerOf(log)];
        for (const { reader, partition, count, restart } of steps) {
          if (restart) readers[reader] = await readerOf(log);
          await readers[reader]!.step(partition, count);
        }
        await Promise.all(readers.map((reader) => reader.finish(5)));
        await expectRowsOf(log);
        const once = await dumpTables(test.database);
        await emptyTables();
        await (await readerOf(log)).finish();
        expect(await dumpTables(test.database)).toEqual(once);
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  function commandOf(parts: { kind: string; lines: PostingLine[]; more: PostingLine[]; fiscalYear: number }): Command {
    const { kind, lines, more, fiscalYear } = parts;
    const unit = lines[0]!.unit;
    const basis = {
      ...BASIS,
      department: unit.slice(0, 3),
      effectiveDate: `${fiscalYear}-02-01`,
      commandId: 'later',
      fiscalYear,
    };
    const carried = lines.map((carry) => ({ ...carry, originYear: fiscalYear - 1 }));
    switch (kind) {
      case 'carry-over':
        return { ...basis, type: 'CarryOverBalance', kind: 'surplus', opening: true, lines: carried };
      case 'targets': {
        const content = {
          declaredFunds: { totalYuan: lines[0]!.amountYuan },
          tasks: [],
          goals: ['目标'],
          indicators: [],
        };
        return { ...basis, type: 'SetPerformanceTargets', unit, ...content };
      }
      case 'register': {
        const { fiscalYear: _, ...rest } = basis;
        return { ...rest, type: 'RegisterUnit', unit, name: lines[0]!.amountYuan, departmentName: '部门' };
      }
      case 'transfer':
        return {
          ...basis,
          type: 'AdjustBudget',
          kind,
          from: lines,
          to: lines.length > 1 ? [...lines].reverse() : more,
        };
      case 'allocate':
        return { ...basis, type: 'AllocateBudget', lines };
      default:
        return { ...basis, type: 'AdjustBudget', kind, lines } as AdjustBudget;
    }
  }

  async function expectRowsOf(log: TestLog): Promise<void> {
    for (const stream of [STREAM, '361100/127']) {
      const state = log.states.get(stream) ?? emptyState;
      const read = { units: new Map(), years: new Map<number, Map<string, unknown>>() };
      for (const unit of state.units.values()) {
        const reading = await readUnitYears(test.database, { division: '361100', unit: unit.unit }, [2023, 2024]);
        const { name, departmentName } = reading!.unit;
        read.units.set(unit.unit, { unit: unit.unit, name, departmentName });
        for (const [year, unitYear] of reading!.years) {
          read.years.set(year, (read.years.get(year) ?? new Map<string, unknown>()).set(unit.unit, unitYear));
        }
      }
      expect(read).toEqual(state);
      await expectUnbrokenTrail(stream, state);
    }
  }

  /** Each posting begins where the one before it on its line ended, and the last one ends at the line's current budget. */
  async function expectUnbrokenTrail(stream: string, state: typeof emptyState): Promise<void> {
    const trail = await readAuditPage(test.database, { stream, after: 0, limit: 500 });
    const { rows } = await test.database.query<{
      fiscal_year: number;
      line_key: string;
      current_before: string;
      current_after: string;
    }>('select * from event_line where stream = $1 order by revision, posting', [stream]);
    expect(trail?.events.flatMap(({ postings }) => postings)).toHaveLength(rows.length);
    const ends = new Map<string, string>();
    for (const row of rows) {
      const place = `${row.fiscal_year}|${row.line_key}`;
      expect(row.current_before).toBe(ends.get(place) ?? '0.00');
      ends.set(place, row.current_after);
    }
    for (const [year, ofUnits] of state.years) {
      for (const { lines: known } of ofUnits.values()) {
        for (const [key, of] of known) expect(ends.get(`${year}|${key}`)).toBe(yuanOf(currentOf(of)));
      }
    }
  }
});

describe('the real budget of Shangrao', () => {
  it('gives the same rows again when everything is dropped and projected anew', async () => {
    const log = new TestLog();
    for (const command of shangraoCommands()) expect(log.post(command).type).not.toBe('command.refused.v1');
    await (await readerOf(log)).finish(2);
    const once = await dumpTables(test.database);
    expect(once['budget_line']!.length).toBeGreaterThan(30);
    const reading = await readUnitYears(test.database, { division: '361100', unit: '126001' }, [2024]);
    const folded = log.states.get(STREAM)!.years.get(2024)!.get('126001')!;
    // The order of the projects is that in which they were set, as table 11 prints them.
    expect([...reading!.years.get(2024)!.targets.keys()]).toEqual([...folded.targets.keys()]);
    await test.database.query('drop schema public cascade; create schema public');
    await migrate(test.database);
    await (await readerOf(log)).finish();
    expect(await dumpTables(test.database)).toEqual(once);
  });
});
