import { SessionLocks } from '#postgres';
import {
  AheadOfServing,
  dropVersion,
  enterVersion,
  lockOf,
  moveServing,
  NothingServed,
  openReadModel,
  OWN_VERSION,
  Projection,
  ReadModels,
  readStanding,
  readVersions,
  tellProgress,
  schemaOf,
  VersionDropped,
  versionStanding,
} from '#read-model';

import { createTestDatabase, type TestDatabase, serveEmpty } from '../support/database';
import { adjustment, registrationOf } from '../support/sample';
import { TestLog, TestReader } from '../support/test-log';

const OWN = OWN_VERSION.version;
const LATER = { ...OWN_VERSION, version: 'later' };

let test: TestDatabase;
let models: ReadModels;
beforeEach(async () => {
  test = await createTestDatabase();
  models = new ReadModels(test.url, () => undefined);
  await serveEmpty(test.database);
});
afterEach(async () => {
  await models.end();
  await test.drop();
});

async function serving(): Promise<string> {
  return (await models.serving()).version;
}

/** Another version, built and empty, which nobody reads yet. */
async function makeLater(): Promise<void> {
  await serveEmpty(test.database, LATER);
  await moveServing(test.database, OWN_VERSION, { isForced: true });
  await test.database.query("update read_model.version set served_at = null where version = 'later'");
}

/** Projects all of a log that is not yet in the tables of a version. */
async function project(log: TestLog, version: typeof OWN_VERSION): Promise<void> {
  const database = openReadModel(test.url, () => undefined, schemaOf(version.version));
  try {
    const reader = new TestReader(log, new Projection(database, log.partitions, version));
    await reader.start();
    await reader.finish();
  } finally {
    await database.end();
  }
}

function logWithEvents(ledgerId = 'test'): TestLog {
  const log = new TestLog(3, ledgerId);
  log.append('ledger', { type: 'ledger.opened.v1', data: { ledgerId } });
  log.post({ ...registrationOf('126'), commandId: 'register' });
  return log;
}

describe('versions of the read model', () => {
  it('are made and read once when five processes start at the same moment', async () => {
    const pools = Array.from({ length: 5 }, () => openReadModel(test.url, () => undefined, 'public'));
    await Promise.all(pools.map((pool) => serveEmpty(pool, LATER)));
    await Promise.all(pools.map((pool) => pool.end()));
    expect((await readVersions(test.database)).map(({ version, isServing }) => [version, isServing])).toEqual([
      [OWN, false],
      ['later', true],
    ]);
    expect(await serving()).toBe('later');
  });

  it('are not read before one has been filled, and the reader is told so', async () => {
    const fresh = await createTestDatabase();
    const reading = new ReadModels(fresh.url, () => undefined);
    try {
      await expect(reading.serving()).rejects.toThrow(NothingServed);
      expect(await reading.versions()).toEqual([]);
    } finally {
      await reading.end();
      await fresh.drop();
    }
  });

  it('take over when they have everything that the one before has, and give back as easily', async () => {
    await makeLater();
    const log = logWithEvents();
    await project(log, OWN_VERSION);
    const tooEarly = await moveServing(test.database, LATER, { patienceMs: 50 });
    expect(tooEarly).toEqual({ moved: false, reason: expect.stringMatching(/还差 2 条.*2 records behind/) });
    expect(await serving()).toBe(OWN);
    await project(log, LATER);
    expect(await moveServing(test.database, LATER)).toEqual({ moved: true, from: OWN });
    expect(await serving()).toBe('later');
    expect(await moveServing(test.database, OWN_VERSION)).toEqual({ moved: true, from: 'later' });
    expect(await serving()).toBe(OWN);
    const { rows } = await test.database.query('select form, version from read_model.serving');
    expect(rows).toEqual([{ form: OWN_VERSION.form, version: OWN }]);
  });

  it('catch up while the one before stands still, which is let go on when they cannot', async () => {
    await makeLater();
    const log = logWithEvents();
    await project(log, OWN_VERSION);
    const moving = moveServing(test.database, LATER, { patienceMs: 5_000 });
    await project(log, LATER);
    expect(await moving).toEqual({ moved: true, from: OWN });
  });

  it('do not get ahead of the one that took their place: a position that was answered is never taken back', async () => {
    await makeLater();
    const log = logWithEvents();
    await project(log, OWN_VERSION);
    await project(log, LATER);
    await moveServing(test.database, LATER);
    log.post(adjustment('refused-or-not', '1.00'));
    await expect(project(log, OWN_VERSION)).rejects.toThrow(AheadOfServing);
    expect([...(await readStanding(test.database)).next.values()].reduce((a, b) => a + b)).toBe(2);
    await project(log, LATER);
    await project(log, OWN_VERSION);
    expect([...(await readStanding(test.database)).next.values()].reduce((a, b) => a + b)).toBe(3);
  });

  it('are not read unless they are there, built, of the form that the program knows, and of the same log', async () => {
    await expect(moveServing(test.database, LATER)).resolves.toMatchObject({
      reason: expect.stringMatching(/没有版本/),
    });
    await enterVersion(test.database, LATER);
    await expect(moveServing(test.database, LATER)).resolves.toMatchObject({
      reason: expect.stringMatching(/尚未建成/),
    });
    const form = OWN_VERSION.form + 1;
    await enterVersion(test.database, { version: 'other_form', form });
    const otherForm = { ...OWN_VERSION, version: 'other_form' };
    await expect(moveServing(test.database, otherForm)).resolves.toMatchObject({
      reason: expect.stringMatching(new RegExp(`第 ${form} 式`)),
    });
    await makeLater();
    await project(logWithEvents(), OWN_VERSION);
    await project(logWithEvents('another'), LATER);
    await expect(moveServing(test.database, LATER)).resolves.toMatchObject({
      reason: expect.stringMatching(/另一本日志/),
    });
    expect(await serving()).toBe(OWN);
    expect(await moveServing(test.database, LATER, { isForced: true })).toEqual({ moved: true, from: OWN });
  });

  it('are read as long as a page names them, until they are dropped', async () => {
    await makeLater();
    expect((await models.serving('later')).version).toBe('later');
    await expect(models.serving('no_such')).rejects.toThrow(VersionDropped);
    expect(await dropVersion(test.database, OWN)).toMatchObject({ reason: expect.stringMatching(/正在供读/) });
    const projector = await SessionLocks.connect(test.url);
    await projector.bePresent(lockOf('later', 'present'));
    expect(await dropVersion(test.database, 'later')).toMatchObject({ reason: expect.stringMatching(/还在运行/) });
    await projector.close();
    expect(await dropVersion(test.database, 'later')).toEqual({ dropped: true });
    await expect(models.serving('later')).rejects.toThrow(VersionDropped);
    const { rows } = await test.database.query("select to_regnamespace('read_model_later') as there");
    expect(rows).toEqual([{ there: null }]);
    expect(await dropVersion(test.database, 'later')).toMatchObject({ reason: expect.stringMatching(/没有版本/) });
  });

  it('that nobody fills any more, because whoever did was killed, are not said to be under way', async () => {
    await enterVersion(test.database, LATER);
    const told = { phase: 'filling', records: 43, recordsTotal: 100, perSecond: 10, secondsLeft: 5.7 } as const;
    const standing = async (): Promise<string[]> => (await readVersions(test.database)).map(versionStanding);
    expect(await standing()).toEqual(['serving', 'waiting']);
    await tellProgress(test.database, 'later', told);
    expect(await standing()).toEqual(['serving', 'filling']);
    await test.database.query("update read_model.version set told_at = now() - interval '31 seconds'");
    expect(await standing()).toEqual(['serving', 'waiting']);
    expect((await readVersions(test.database))[1]?.progress).toMatchObject({ ...told, isUnderWay: false });
  });

  it('leave the tables of programs of before to them', async () => {
    await test.database.query(`
      create table public.checkpoint (partition integer primary key, next_offset bigint not null, last_hash text not null);
      insert into public.checkpoint values (0, 17, 'h')`);
    await serveEmpty(test.database, LATER);
    const { rows } = await test.database.query('select partition, next_offset from public.checkpoint');
    expect(rows).toEqual([{ partition: 0, next_offset: 17 }]);
  });

  it('are found in a schema of their own, also where an address names settings of its own', async () => {
    const url = new URL(test.url);
    url.searchParams.set('options', '-c work_mem=5MB -c search_path=public');
    const database = openReadModel(url.href, () => undefined);
    try {
      const { rows } = await database.query("select current_schema() as schema, current_setting('work_mem') as memory");
      expect(rows).toEqual([{ schema: schemaOf(OWN), memory: '5MB' }]);
    } finally {
      await database.end();
    }
  });
});
