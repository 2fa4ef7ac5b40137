import {
  type AdjustBudget,
  availableOf,
  type Command,
  currentOf,
  emptyState,
  isPool,
  lineKeyOf,
  type PostingLine,
  type PublicationSection,
  type State,
  sumFen,
  type UnitYear,
  yuanOf,
} from '#domain';
import { PartitionFold, partitionOf, StalePosition, startOf } from '#log';
import {
  Projection,
  makeIndexes,
  makeTables,
  OWN_VERSION,
  readAuditPage,
  readDepartmentYear,
  readFreezes,
  readStops,
  readStream,
  readUnitYears,
} from '#read-model';
import fc from 'fast-check';

import { createTestDatabase, type TestDatabase, serveEmpty } from '../support/database';
import { shangraoCommands } from '../support/shangrao';
import { dumpTables } from '../support/table-dump';
import { batchOf, TestLog, TestReader } from '../support/test-log';

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
  await serveEmpty(test.database);
});
afterAll(() => test.drop());
beforeEach(() => emptyTables());

async function emptyTables(): Promise<void> {
  const names = Object.keys(await dumpTables(test.database));
  await test.database.query(`truncate ${names.join(', ')}`);
}

async function readerOf(log: TestLog): Promise<TestReader> {
  const reader = new TestReader(log, new Projection(test.database, log.partitions));
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
    const projection = new Projection(test.database, log.partitions);
    await projection.positions();
    await projection.project(batch);
    const once = await dumpTables(test.database);
    await expect(projection.project(batch)).rejects.toThrow(StalePosition);
    await expect(new Projection(test.database, log.partitions).project(batch)).rejects.toThrow(StalePosition);
    expect(await dumpTables(test.database)).toEqual(once);
  });

  it('adds to the lines as another reader left them meanwhile, and to its own', async () => {
    const log = new TestLog();
    log.post(register());
    log.post(allocate(LINE));
    const [one, other] = [await readerOf(log), await readerOf(log)];
    await one.finish();
    for (const reader of [one, one, other, one, one]) {
      log.post(allocate({ ...LINE, amountYuan: '1.00' }));
      await reader.finish(1);
    }
    const reading = await readUnitYears(test.database, { division: '361100', unit: '126001' }, [2024]);
    expect([...(reading?.years.get(2024)?.lines.values() ?? [])].map(currentOf)).toEqual([10500n]);
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
    ['a refused transfer of another sender', refusedTransfer('361100/999@1')],
    ['a refused transfer without a name', refusedTransfer(5)],
    ['a unit of another department', { type: 'unit.registered.v1', data: { ...unitEvent().data, unit: '127001' } }],
    ['money of another department', { type: 'budget.allocated.v1', data: posting({}, { unit: '127001' }) }],
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
      position: '0:1',
    });
    expect(await readStream(test.database, OTHER)).toMatchObject({ revision: 2 });
    expect(await readStops(test.database, {})).toEqual([
      {
        stream: STREAM,
        revision: 2,
        partition: 0,
        offset: 2,
        reason: expect.stringContaining('revision 3 (partition 0 offset 2)'),
      },
    ]);
  });

  it('stays stopped after a restart, and what comes later changes nothing', async () => {
    const log = new TestLog(1);
    log.post(register());
    log.append(STREAM, { type: 'budget.frozen.v9', data: {} });
    await (await readerOf(log)).finish();
    log.post(allocate(LINE));
    log.post(register('127001'));
    await (await readerOf(log)).finish();
    expect(await readStops(test.database, {})).toMatchObject([
      { stream: STREAM, revision: 1, reason: expect.stringContaining('budget.frozen.v9') },
    ]);
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
  function refusedTransfer(transitId: unknown): { type: string; data: object } {
    const { documentNumber, effectiveDate } = BASIS;
    const basis = { documentNumber, effectiveDate, fiscalYear: 2024, fromDepartment: '128' };
    const refusal = { code: 'unit-not-registered', legalSource: '样例', figures: [] };
    return {
      type: 'command.refused.v1',
      data: { refusal, command: { ...basis, type: 'ReceiveTransfer', transitId, lines: [LINE] } },
    };
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
      kind: fc.constantFrom(
        ...['allocate', 'allocate', 'supplement', 'cut', 'transfer', 'targets', 'text', 'register'],
        ...['carry-over', 'carry-out', 'reclaim', 'freeze', 'release', 'pay', 'refund', 'reverse', 'hand-down'],
        ...['ceiling', 'close', 'reopen', 'combine', 'send'],
      ),
      lines,
      more: lines,
      fiscalYear: fc.constantFrom(2023, 2024),
      revision: fc.integer({ min: 1, max: 25 }),
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
  });

  interface Parts {
    kind: string;
    lines: PostingLine[];
    more: PostingLine[];
    fiscalYear: number;
    revision: number;
  }

  function commandOf({ kind, lines, more, fiscalYear, revision }: Parts): Command {
    const unit = lines[0]!.unit;
    const department = unit.slice(0, 3);
    const effectiveDate = `${fiscalYear}-${String((revision % 12) + 1).padStart(2, '0')}-01`;
    const basis = { ...BASIS, department, effectiveDate, commandId: 'later', fiscalYear };
    const { fiscalYear: _, ...yearless } = basis;
    const carried = lines.map((carry) => ({ ...carry, originYear: fiscalYear - 1 }));
    const pool = lines.map((line) => ({ ...line, unit: department }));
    const content = { declaredFunds: { totalYuan: '1.00' }, tasks: [], goals: ['目标'], indicators: [] };
    switch (kind) {
      case 'carry-over':
        return { ...basis, type: 'CarryOverBalance', kind: 'surplus', opening: true, lines: carried };
      case 'carry-out': {
        const firstDay = `${fiscalYear + 1}-01-01`;
        const into = { ...basis, effectiveDate: firstDay, fiscalYear: fiscalYear + 1 };
        return { ...into, type: 'CarryOverBalance', kind: 'carry-forward', lines };
      }
      case 'reclaim':
        return { ...basis, type: 'ReclaimBalance', lines: carried };
      case 'freeze':
        return { ...basis, type: 'FreezeFunds', lines };
      case 'release':
        return { ...basis, type: 'ReleaseFunds', freezeRevision: revision };
      case 'pay':
        return {
          ...basis,
          type: 'RecordPayment',
          lines,
          ...(revision % 2 === 0 ? { freezeRevision: revision, beyondFreeze: true } : {}),
        };
      case 'refund':
        return { ...basis, type: 'RecordRefund', lines };
      case 'reverse':
        return { ...yearless, effectiveDate: `${fiscalYear}-12-31`, type: 'ReverseEvent', reversedRevision: revision };
      case 'hand-down':
        return {
          ...yearless,
          type: 'CombineCommands',
          commands: [
            { type: 'AllocateBudget', fiscalYear, lines: pool },
            { type: 'HandDownBudget', fiscalYear, from: pool, to: lines },
          ],
        };
      case 'ceiling':
        return { ...basis, type: 'SetCeiling', scope: { kind: 'source', source: LINE.source }, limitYuan: '2000.00' };
      case 'close':
        return { ...basis, effectiveDate: `${fiscalYear}-12-31`, type: 'CloseYear' };
      case 'reopen':
        return { ...basis, type: 'ReopenYear', reason: '补记' };
      case 'combine':
        return {
          ...yearless,
          type: 'CombineCommands',
          commands: [
            { type: 'AdjustBudget', kind: 'supplement', fiscalYear, lines },
            { type: 'SetPerformanceTargets', fiscalYear, unit, ...content },
          ],
        };
      case 'send': {
        const toDepartment = department === '126' ? '127' : '126';
        const to = lines.map((line) => ({ ...line, unit: `${toDepartment}001` }));
        return { ...basis, type: 'TransferToDepartment', toDepartment, from: lines, to };
      }
      case 'targets':
        return { ...basis, type: 'SetPerformanceTargets', unit, ...content };
      case 'text': {
        const [first] = lines;
        const sections: PublicationSection[] = [
          { section: 'duties', paragraphs: lines.map(({ amountYuan }) => amountYuan) },
          { section: 'change-reason', measure: first!.economic, reason: first!.amountYuan },
          { section: 'project', project: first!.function },
        ];
        return {
          ...basis,
          type: 'SetPublicationText',
          unit,
          sections: lines.length > 1 ? sections.reverse() : sections,
        };
      }
      case 'register':
        return { ...yearless, type: 'RegisterUnit', unit, name: lines[0]!.amountYuan, departmentName: '部门' };
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
    for (const department of ['126', '127']) {
      const stream = `361100/${department}`;
      const state = log.states.get(stream) ?? emptyState;
      for (const { unit, name, departmentName } of state.units.values()) {
        const reading = await readUnitYears(test.database, { division: '361100', unit }, [2023, 2024, 2025]);
        expect(reading!.unit).toMatchObject({ name, departmentName });
        const folded = [...state.years].filter(([, ofUnits]) => ofUnits.has(unit));
        expect(new Map(reading!.years)).toEqual(new Map(folded.map(([year, of]) => [year, plain(of.get(unit)!)])));
      }
      for (const year of [2023, 2024, 2025]) await expectDepartmentYear(department, year, state);
      await expectFreezes(department, state);
      await expectSectionsInOrder(state);
      await expectUnbrokenTrail(stream, state);
    }
  }

  /** The lines without what only a decision needs. */
  function plain({ lines: held, targets, texts }: UnitYear): object {
    const rows = [...held].map(([key, line]) => {
      const {
        place: _place,
        dimensions: _dimensions,
        available: _available,
        netPaid: _netPaid,
        holds: _holds,
        ...row
      } = line;
      return [key, row] as const;
    });
    return { lines: new Map(rows), others: [], targets, texts };
  }

  async function expectDepartmentYear(department: string, year: number, state: State): Promise<void> {
    const reading = await readDepartmentYear(test.database, { division: '361100', department }, year);
    const held = [...(state.years.get(year)?.values() ?? [])].flatMap(({ lines: of }) => [...of.keys()]);
    expect(reading!.lines.map(lineKeyOf).sort()).toEqual(held.sort());
    expect(reading!.closed).toBe(state.closedYears.has(year));
    const ceilings = [...state.ceilings.values()].filter(({ fiscalYear }) => fiscalYear === year);
    expect(reading!.ceilings).toEqual(ceilings.map(({ scope, limitFen }) => ({ scope, limitFen })));
    const sent = [...state.transits.values()].filter(({ fiscalYear }) => fiscalYear === year);
    const out = reading!.inTransit.filter(({ direction }) => direction === 'out');
    expect(out.map(({ transitId }) => transitId).sort()).toEqual(sent.map(({ transitId }) => transitId).sort());
  }

  async function expectFreezes(department: string, state: State): Promise<void> {
    const reading = await readFreezes(test.database, { division: '361100', department }, undefined);
    const stored = reading!.held.map(({ freezeRevision, fiscalYear, line: of, heldYuan }) =>
      [freezeRevision, fiscalYear, lineKeyOf(of), heldYuan].join('|'),
    );
    const folded = [...state.years].flatMap(([year, ofUnits]) =>
      [...ofUnits.values()].flatMap(({ lines: held }) =>
        [...held].flatMap(([key, { holds }]) =>
          [...holds].flatMap(([revision, timeline]) => {
            const fen = sumFen(timeline.map(({ deltaFen }) => deltaFen));
            return fen === 0n ? [] : [[revision, year, key, yuanOf(fen)].join('|')];
          }),
        ),
      ),
    );
    expect(stored.sort()).toEqual(folded.sort());
  }

  /** Maps are equal in any order, but the order of the sections is that of the projects in the explanation. */
  async function expectSectionsInOrder(state: typeof emptyState): Promise<void> {
    for (const [year, ofUnits] of state.years) {
      for (const [unit, { texts }] of ofUnits) {
        if (isPool(unit)) continue;
        const reading = await readUnitYears(test.database, { division: '361100', unit }, [year]);
        expect([...reading!.years.get(year)!.texts.keys()]).toEqual([...texts.keys()]);
      }
    }
  }

  /** Each posting begins where the one before it on its line ended, and the last one ends where the line stands. */
  async function expectUnbrokenTrail(stream: string, state: State): Promise<void> {
    const trail = await readAuditPage(test.database, { stream, after: 0, limit: 500 });
    expect(trail?.next).toBeUndefined();
    const ends = new Map<string, [current: unknown, available: unknown]>();
    for (const posting of trail?.events.flatMap(({ postings }) => postings) ?? []) {
      const place = `${posting.fiscalYear}|${lineKeyOf(posting.line)}`;
      const found = [posting.currentBeforeYuan, posting.availableBeforeYuan];
      expect(found).toEqual(ends.get(place) ?? ['0.00', '0.00']);
      ends.set(place, [posting.currentAfterYuan, posting.availableAfterYuan]);
    }
    for (const [year, ofUnits] of state.years) {
      for (const { lines: known } of ofUnits.values()) {
        for (const [key, of] of known) {
          expect(ends.get(`${year}|${key}`)).toEqual([yuanOf(currentOf(of)), yuanOf(availableOf(of))]);
        }
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
    await makeTables(test.database, OWN_VERSION);
    await makeIndexes(test.database, OWN_VERSION);
    await (await readerOf(log)).finish();
    expect(await dumpTables(test.database)).toEqual(once);
  });
});
