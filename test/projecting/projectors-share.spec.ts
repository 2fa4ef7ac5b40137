import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Command } from '#domain';
import { freePort } from '#embedded';
import { KafkaLog } from '#log';

import { ServiceProcess } from '../chaos/service-process';
import { until } from '../chaos/wait';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { newPrefix, testBrokers } from '../support/kafka';
import { TestLog } from '../support/test-log';

const PARTITIONS = 4;
const DEPARTMENTS = Array.from({ length: 24 }, (_, n) => String(100 + n));

let folder: string;
let prefix: string;
let place: TestDatabase;
let kafka: KafkaLog;
let history: TestLog;
let projectors: ServiceProcess[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'budget-ledger-share-'));
  prefix = newPrefix();
  place = await createTestDatabase();
  history = new TestLog(PARTITIONS);
  projectors = [];
  kafka = await KafkaLog.open({
    brokers: testBrokers(),
    ledgerId: 'test',
    clientId: 'share-spec',
    prefix,
    partitions: PARTITIONS,
    create: true,
  });
});
afterEach(async () => {
  await Promise.all(projectors.map((each) => each.kill()));
  await kafka.close();
  await place.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(name: string): Promise<ServiceProcess> {
  const projector = new ServiceProcess('projector', name, await freePort(), folder, {
    KAFKA_BROKERS: testBrokers().join(','),
    DATABASE_URL: place.url,
    LEDGER_ID: 'test',
    TOPIC_PREFIX: prefix,
    MANAGEMENT_PORT: String(await freePort()),
  });
  projectors.push(projector);
  projector.start();
  await projector.untilReady();
  return projector;
}

const partitionsOf = (...of: ServiceProcess[]): Promise<number[]> =>
  Promise.all(of.map((each) => each.metric('projector_partitions')));

async function untilShared(parts: number[], ...of: ServiceProcess[]): Promise<void> {
  await until(
    `the partitions are shared ${parts.join(' : ')}`,
    async () => JSON.stringify(await partitionsOf(...of)) === JSON.stringify(parts),
    { withinMs: 90_000 },
  );
}

let serial = 0;
/** One event in each department, which are spread over all partitions. */
async function postRound(): Promise<number> {
  serial += 1;
  const before = history.ends();
  for (const department of DEPARTMENTS) {
    history.post({
      type: 'RegisterUnit',
      commandId: `register-${serial}-${department}`,
      division: '361100',
      department,
      documentNumber: '样例',
      effectiveDate: '2024-01-01',
      unit: `${department}001`,
      name: `单位 ${serial}`,
      departmentName: '部门',
    } satisfies Command);
  }
  for (const [partition, records] of history.records.entries()) {
    const added = records.slice(before[partition]);
    expect(added.length).toBeGreaterThan(0);
    await kafka.append(
      partition,
      added.map(({ key, value }) => ({ key: key!.toString(), value: value! })),
    );
  }
  return DEPARTMENTS.length;
}

async function untilEvents(count: number): Promise<void> {
  const isDone = async (): Promise<boolean> => {
    const { rows } = await place.database.query<{ count: string }>('select count(*)::text as count from event');
    return Number(rows[0]!.count) === count;
  };
  await until(`${count} events are projected`, isDone);
}

const eventsOf = (...of: ServiceProcess[]): Promise<number[]> =>
  Promise.all(of.map((each) => each.metric('projector_events_total')));

describe('projectors', () => {
  it('share the partitions, and whoever is left takes over from one that was killed', async () => {
    const one = await start('projector-1');
    await untilShared([4], one);
    let posted = await postRound();
    await untilEvents(posted);

    const other = await start('projector-2');
    await untilShared([2, 2], one, other);
    const [before = 0] = await eventsOf(one);
    posted += await postRound();
    await untilEvents(posted);
    const [ofOne = 0, ofOther = 0] = await eventsOf(one, other);
    expect(ofOne - before).toBeGreaterThan(0);
    expect(ofOther).toBeGreaterThan(0);
    expect(ofOne + ofOther).toBe(posted);

    const third = await start('projector-3');
    await until('each has a part', async () => {
      const parts = await partitionsOf(one, other, third);
      return Math.max(...parts) === 2 && parts.reduce((sum, part) => sum + part, 0) === PARTITIONS;
    });

    await one.kill();
    posted += await postRound();
    await untilEvents(posted);
    await untilShared([2, 2], other, third);

    await Promise.all([other.kill(), third.kill()]);
    posted += await postRound();
    one.start();
    await untilEvents(posted);
    await untilShared([4], one);
  });

  it('leave their partitions to the others when they are told to stop', async () => {
    const [one, other] = [await start('projector-1'), await start('projector-2')];
    await untilShared([2, 2], one, other);
    await other.stop();
    const posted = await postRound();
    await untilEvents(posted);
    await untilShared([4], one);
  });

  it('go on when the connection that holds their locks is lost', async () => {
    const [one, other] = [await start('projector-1'), await start('projector-2')];
    await untilShared([2, 2], one, other);
    await place.database.query(
      "select pg_terminate_backend(pid) from pg_locks join pg_stat_activity using (pid) where locktype = 'advisory' and pid <> pg_backend_pid()",
    );
    const posted = await postRound();
    await untilEvents(posted);
    await untilShared([2, 2], one, other);
  });
});
