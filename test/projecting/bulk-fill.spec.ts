import { STEPS } from '../../apps/standalone/src/example-year/plan';
import { steps, World } from '../../libs/domain/test/random-years';
import type { Command } from '#domain';
import { PartitionFold, startOf } from '#log';
import { BulkFill, emptyTables, Projection, readChecksums, readStops, writeCheckpoints } from '#read-model';
import { parseCommand } from '#wire';
import fc from 'fast-check';

import { createTestDatabase, type TestDatabase, serveEmpty } from '../support/database';
import { HOSTILE_RECORDS } from '../support/hostile-records';
import { shangraoCommands } from '../support/shangrao';
import { batchOf, TestLog, TestReader } from '../support/test-log';

const PLENTY = 64 * 1024 ** 2;

let projected: TestDatabase;
let filled: TestDatabase;
beforeAll(async () => {
  [projected, filled] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  await Promise.all([serveEmpty(projected.database), serveEmpty(filled.database)]);
});
afterAll(() => Promise.all([projected.drop(), filled.drop()]));

async function project(log: TestLog, each: number, historyFrom?: number): Promise<void> {
  await projected.database.query('truncate checkpoint');
  await emptyTables(projected.database);
  const reader = new TestReader(log, new Projection(projected.database, log.partitions, undefined, historyFrom));
  await reader.start();
  await reader.finish(each);
}

/** Fills from the whole log, the partitions in turn, so many records at once. */
async function fill(
  log: TestLog,
  each: number,
  mostBytes = PLENTY,
  historyFrom?: number,
): Promise<{ spills: number; stopped: string[] }> {
  await filled.database.query('truncate checkpoint');
  await emptyTables(filled.database);
  const bulk = await BulkFill.open(filled.database, { mostBytes, historyFrom });
  const stopped: string[] = [];
  try {
    const folds = log.records.map((_, n) => new PartitionFold(log.ledgerId, log.partitions, startOf(n)));
    const longest = Math.max(...log.ends());
    for (let from = 0; from < longest; from += each) {
      for (const [partition, fold] of folds.entries()) {
        const batch = batchOf(fold, partition, log.records[partition]!.slice(from, from + each));
        if (batch === undefined) continue;
        stopped.push(...(await bulk.fill(batch)).stopped.map(({ stream }) => stream));
      }
    }
    await writeCheckpoints(filled.database, log.partitions, await bulk.finish());
    return { spills: bulk.spills, stopped };
  } finally {
    await bulk.close();
  }
}

async function expectEqual(): Promise<void> {
  const heads = 'select * from stream_head order by stream';
  // Rows first: a checksum says that something differs, and not what.
  expect((await filled.database.query(heads)).rows).toEqual((await projected.database.query(heads)).rows);
  expect(await readChecksums(filled.database)).toEqual(await readChecksums(projected.database));
}

async function counts(): Promise<Record<string, number>> {
  const { tables } = await readChecksums(projected.database);
  return Object.fromEntries(tables.map(({ table, rows }) => [table, rows]));
}

/** A log with everything at once: hostile streams between good ones, void records, junk. */
function hostileLog(): TestLog {
  const log = new TestLog(3);
  const basis = (department: string, commandId: string) => ({
    ...{ commandId, division: '361100', department },
    ...{ documentNumber: '样例〔2024〕1号', effectiveDate: '2024-01-01' },
  });
  const register = (department: string): Command => {
    const names = { unit: `${department}001`, name: '单位', departmentName: '部门' };
    return { type: 'RegisterUnit', ...basis(department, 'r'), ...names };
  };
  const allocate = (department: string, commandId: string): Command => ({
    ...{ type: 'AllocateBudget', ...basis(department, commandId), fiscalYear: 2024 },
    lines: [
      {
        ...{ unit: `${department}001`, source: 'general-public-budget', function: '2012901', economic: '30201' },
        ...{ category: 'operating', amountYuan: '1.00' },
      },
    ],
  });
  log.post(register('801'));
  for (const [index, { write }] of HOSTILE_RECORDS.entries()) {
    const department = String(200 + index);
    const stream = `361100/${department}`;
    log.post(register(department));
    log.post(allocate(department, 'a'));
    write(log, stream, department);
    log.post(allocate('801', `good-${index}`));
    log.appendVoid('361100/801');
    log.appendJunk(index % 3);
    log.append(stream, {
      type: 'unit.registered.v1',
      data: { ...basis(department, ''), unit: `${department}001`, name: '新名', departmentName: '部门' },
    });
  }
  return log;
}

function exampleLog(): TestLog {
  const log = new TestLog(6);
  const revisions = new Map<string, number>();
  for (const { commands } of STEPS) {
    const posted = commands((id) => revisions.get(id) ?? 1);
    for (const one of posted) {
      const parsed = parseCommand(one);
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
      log.post(parsed.command);
      revisions.set(one.commandId, log.streamHead(parsed.command).revision);
    }
  }
  return log;
}

describe('tables that are filled in bulk equal those that are projected', () => {
  it.each([1, 100_000])('of the real budget, %i records at once', async (each) => {
    const log = new TestLog(6);
    for (const command of shangraoCommands()) log.post(command);
    await project(log, 50);
    await fill(log, each);
    await expectEqual();
  });

  it('of the example year, with frozen, carried over, reversed and refused', async () => {
    const log = exampleLog();
    await project(log, 100);
    const { spills } = await fill(log, 100);
    expect(spills).toBe(0);
    await expectEqual();
  });

  it.each([1, 7, 100_000])(
    'of hostile records, %i at once: the same streams stop for the same reasons',
    async (each) => {
      const log = hostileLog();
      await project(log, each);
      const { stopped } = await fill(log, each);
      await expectEqual();
      const stops = await readStops(projected.database, {});
      expect(stops.length).toBeGreaterThan(20);
      expect(await readStops(filled.database, {})).toEqual(stops);
      expect(stopped.sort()).toEqual(expect.arrayContaining(stops.map(({ stream }) => stream)));
    },
  );

  it('where nearly nothing stays in memory', async () => {
    const log = hostileLog();
    for (const command of shangraoCommands()) log.post(command);
    await project(log, 100);
    const { spills } = await fill(log, 3, 4_096);
    expect(spills).toBeGreaterThan(100);
    await expectEqual();
  });

  it('of an empty log, which has a place in every partition', async () => {
    const log = new TestLog(3);
    await project(log, 10);
    await fill(log, 10);
    await expectEqual();
    expect((await readChecksums(filled.database)).ends).toEqual(new Map([0, 1, 2].map((n) => [n, 0])));
  });

  it.each([1, 100])('of hostile records and of a year whose history is left out, %i at once', async (each) => {
    for (const log of [hostileLog(), exampleLog()]) {
      await project(log, 50);
      const whole = await counts();
      const stops = await readStops(projected.database, {});
      await project(log, each, 2025);
      await fill(log, each, PLENTY, 2025);
      await expectEqual();
      expect(await readStops(projected.database, {})).toEqual(stops);
      const { posting, ...others } = await counts();
      expect(posting).toBeLessThan(whole['posting']! / 2);
      expect(others).toEqual({ ...whole, posting: undefined });
    }
  });

  it('of random years of two departments with transfers between them', async () => {
    await fc.assert(
      fc.asyncProperty(
        steps(40),
        fc.constantFrom(1, 3, 1_000),
        fc.constantFrom(undefined, 2025),
        async (all, each, from) => {
          const log = new TestLog(3);
          for (const { command } of new World().play(all).drain().decided) log.post(command);
          await project(log, 20, from);
          await fill(log, each, 8_192, from);
          await expectEqual();
        },
      ),
      { numRuns: 25 },
    );
  });
});

it('an event that only an index would refuse stops its stream with the reason that the index gives', async () => {
  const world = new World();
  const line = {
    ...{ source: 'general-public-budget', function: '2012901', economic: '30201', category: 'operating' },
    amountYuan: '10.00',
  };
  const [from, to] = [
    { ...line, unit: '126001' },
    { ...line, unit: '127001' },
  ];
  const ask = (body: object): unknown => world.ask(world.command('126', '2024-02-01', { fiscalYear: 2024, ...body }));
  ask({ type: 'AllocateBudget', lines: [{ ...from, amountYuan: '100.00' }] });
  ask({ type: 'TransferToDepartment', toDepartment: '127', from: [from], to: [to] });
  world.drain();
  ask({ type: 'AdjustBudget', kind: 'supplement', lines: [from] });
  world.ask(world.command('126', '2024-02-02', { type: 'ReverseEvent', reversedRevision: 6 }));
  const log = new TestLog(3);
  for (const { stream, event } of world.decided) {
    const record = { ...event };
    log.append(stream, record);
    const isUnique = ['department-transfer.received.v1', 'event.reversed.v1'].includes(event.type);
    if (isUnique) log.append(stream, record);
  }
  await project(log, 4);
  await fill(log, 3, 4_096);
  const stops = await readStops(projected.database, {});
  expect(stops.map(({ reason }) => reason)).toEqual([
    expect.stringContaining('"event_by_reversed"'),
    expect.stringContaining('"transit_leg_pkey"'),
  ]);
  await expectEqual();
});

it('ends where it is told to, and what it has left is emptied', async () => {
  const log = exampleLog();
  await filled.database.query('truncate checkpoint');
  await emptyTables(filled.database);
  const stop = new AbortController();
  const bulk = await BulkFill.open(filled.database, { mostBytes: PLENTY, signal: stop.signal });
  const partition = log.ends().indexOf(Math.max(...log.ends()));
  const fold = new PartitionFold(log.ledgerId, log.partitions, startOf(partition));
  const records = log.records[partition]!;
  await bulk.fill(batchOf(fold, partition, records.slice(0, 100))!);
  stop.abort();
  await expect(bulk.fill(batchOf(fold, partition, records.slice(100))!)).rejects.toThrow('abort');
  await bulk.close();
  await emptyTables(filled.database);
  expect((await readChecksums(filled.database)).tables.map(({ rows }) => rows)).toEqual(
    expect.not.arrayContaining([1]),
  );
  await writeCheckpoints(filled.database, 1, []);
  await expect(emptyTables(filled.database)).rejects.toThrow('filled');
});
