import type { applyEffect } from '#domain';
import { type Projected, Projection, readStops, readStream, TablesUnfit } from '#read-model';

import { createTestDatabase, type TestDatabase, serveEmpty } from '../support/database';
import { registrationOf, SAMPLE_LINE } from '../support/sample';
import { dumpTables } from '../support/table-dump';
import { TestLog, TestReader } from '../support/test-log';

const STREAM = '361100/126';
const OTHER = '361100/127';
const POISON = { type: 'budget.frozen.v9', data: {} };

let isBroken: (unit: string) => boolean = () => false;
jest.mock('#domain', () => {
  const actual = jest.requireActual<{ applyEffect: typeof applyEffect }>('#domain');
  const broken: typeof applyEffect = (line, effect) => {
    if (isBroken(effect.line.unit)) throw new TypeError('undefined is not a function');
    return actual.applyEffect(line, effect);
  };
  return { ...actual, applyEffect: broken };
});

let test: TestDatabase;
let log: TestLog;

beforeEach(async () => {
  isBroken = () => false;
  test = await createTestDatabase();
  await serveEmpty(test.database);
  log = new TestLog(1);
  for (const department of ['126', '127']) post(department);
});
afterEach(() => test.drop());

function post(department: string): void {
  const { type: _, name: __, departmentName: ___, unit, ...basis } = registrationOf(department);
  log.post({ ...registrationOf(department), commandId: `register-${department}` });
  log.post({
    ...basis,
    type: 'AllocateBudget',
    commandId: `allocate-${department}`,
    fiscalYear: 2024,
    lines: [{ ...SAMPLE_LINE, unit, amountYuan: '1.00' }],
  });
}

async function reading(): Promise<TestReader> {
  const reader = new TestReader(log, new Projection(test.database, log.partitions));
  await reader.start();
  return reader;
}

/** Tries the whole log in one batch, as a projector that begins. */
async function step(): Promise<Projected | undefined> {
  return (await reading()).step(0, 10);
}

describe.each([
  ['a column that is gone', 'alter table event rename actor to acted', 'alter table event rename acted to actor'],
  ['a table that is gone', 'alter table posting rename to posted', 'alter table posted rename to posting'],
  [
    'a column that nobody fills',
    'alter table event add column extra text not null',
    'alter table event drop column extra',
  ],
  [
    'a column of another type',
    'alter table event alter size_bytes type date using null',
    'alter table event alter size_bytes type integer using 0',
  ],
  [
    'a column that is too short',
    'alter table event alter type type varchar(5)',
    'alter table event alter type type text',
  ],
  [
    'a check that nobody knows',
    `alter table budget_line add constraint rich check (original > 100)`,
    'alter table budget_line drop constraint rich',
  ],
  ['a key that nobody knows', 'create unique index one_actor on event (actor)', 'drop index one_actor'],
  ['a full disk', refusing('53100'), 'drop trigger refuse on budget_line'],
  ['data that are corrupted', refusing('XX001'), 'drop trigger refuse on budget_line'],
  ['a right that was taken', refusing('42501'), 'drop trigger refuse on budget_line'],
])('%s', (_, alter, mend) => {
  it('stops the projector with a sentence and no stream, also beside an event that stops its own', async () => {
    log.append(STREAM, POISON);
    await reading();
    const before = await dumpTables(test.database);
    await test.database.query(alter);
    for (let tries = 0; tries < 2; tries += 1) {
      const error = await step().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(TablesUnfit);
      expect((error as Error).message).toMatch(/no stream is stopped: .*\(SQLSTATE [0-9A-Z]{5}\)/);
    }
    await test.database.query(mend);
    expect(await dumpTables(test.database)).toEqual(before);
    expect(await step()).toMatchObject({ events: 4, stopped: [{ stream: STREAM }] });
    expect(await readStream(test.database, OTHER)).toMatchObject({ revision: 2 });
  });
});

function refusing(state: string): string {
  return `create or replace function refuse() returns trigger language plpgsql as $$
          begin raise exception 'no' using errcode = '${state}'; end $$;
          create trigger refuse before insert on budget_line for each row execute function refuse()`;
}

it('a bug that every event meets stops the projector and no stream', async () => {
  isBroken = () => true;
  await expect(step()).rejects.toThrow(/no stream is stopped: undefined is not a function/);
  isBroken = () => false;
  expect(await step()).toMatchObject({ events: 4, stopped: [] });
});

it('what one event alone meets stops its stream and no other', async () => {
  isBroken = (unit) => unit === '126001';
  expect(await step()).toMatchObject({ events: 3, stopped: [{ stream: STREAM }] });
  expect(await readStops(test.database, {})).toMatchObject([
    { stream: STREAM, reason: expect.stringContaining('undefined is not a function') },
  ]);
});

it('a lost connection is neither', async () => {
  await test.database.query(refusing('57P01'));
  const error = await step().catch((thrown: unknown) => thrown);
  expect(error).not.toBeInstanceOf(TablesUnfit);
  expect(error).toMatchObject({ code: '57P01' });
});
