import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '#embedded';

import { ServiceProcess } from '../chaos/service-process';
import { until } from '../chaos/wait';
import { knownCallers } from '../support/callers';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { importsOf } from '../support/imports';
import { newPrefix, testBrokers } from '../support/kafka';
import { registrationOf } from '../support/sample';
import { TOKEN } from '../support/service';

const DOCUMENTS = 3_000;

let database: TestDatabase;
const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-imports-'));
const prefix = newPrefix();
let ledger: ServiceProcess;

beforeAll(async () => {
  database = await createTestDatabase();
  ledger = new ServiceProcess('ledger', 'ledger', await freePort(), folder, {
    KAFKA_BROKERS: testBrokers().join(','),
    DATABASE_URL: database.url,
    TOPIC_PREFIX: prefix,
    ...knownCallers({ 上饶市财政局: TOKEN }),
  });
  ledger.start();
  await ledger.untilReady();
});
afterAll(async () => {
  await ledger.stop();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

test('a ledger killed while it posts a file goes on where it was once that is confirmed again, and nothing is recorded twice', async () => {
  const head = '行政区划,单位编码,业务,文号,生效日期,单位名称,部门名称';
  const rows = Array.from({ length: DOCUMENTS }, (_, n) => {
    const unit = 100_001 + n * 250;
    return `361100,${unit},单位登记,样例〔2024〕编1号,2024-01-01,单位${unit},部门${String(unit).slice(0, 3)}`;
  });
  const file = [head, ...rows].join('\n');
  const officer = importsOf(ledger.url, TOKEN);
  const { body } = await officer.send(file);
  expect(body).toMatchObject({ state: 'ready', progress: { total: DOCUMENTS } });
  await officer.confirm(body.id);
  let kills = 0;
  let before = 0;
  while (kills < 2) {
    await until(
      'some of it is posted',
      async () => {
        const { progress } = (await officer.read(body.id)).body;
        expect(progress.done).toBeLessThan(DOCUMENTS);
        return progress.done > before + 300;
      },
      { everyMs: 5 },
    );
    await ledger.kill();
    kills += 1;
    ledger.start();
    await ledger.untilReady();
    const standing = await officer.read(body.id);
    before = standing.body.progress.done;
    // Nobody knows yet that the one who posted is gone; then it is said, and whoever confirmed it confirms it again.
    await until(
      'it is known to be interrupted',
      async () => (await officer.read(body.id)).body.state === 'interrupted',
    );
    expect((await officer.send(file)).body.state).toBe('interrupted');
    expect((await officer.confirm(body.id)).body.state).toBe('posting');
  }
  const done = await officer.untilDone(body.id);
  expect(done).toMatchObject({
    state: 'done',
    progress: { total: DOCUMENTS, done: DOCUMENTS, recorded: DOCUMENTS, refused: 0 },
    receiptsLeftOut: DOCUMENTS - 1_000,
  });
  expect(await recordsOfAllDepartments(rows)).toBe(DOCUMENTS);
  expect((await officer.send(file)).body).toMatchObject({ state: 'done', progress: { recorded: DOCUMENTS } });
});

/** What each department's next record would stand on, added up: every record that counts is one revision. */
async function recordsOfAllDepartments(rows: readonly string[]): Promise<number> {
  const departments = [...new Set(rows.map((row) => row.split(',')[1]?.slice(0, 3) ?? ''))];
  const commands = departments.map((department) => ({
    ...registrationOf(department),
    commandId: `asked-${department}`,
  }));
  const response = await fetch(`${ledger.url}/v1/commands/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify({ commands, dryRun: true }),
  });
  const { answers } = (await response.json()) as { answers: { body: { revision: number } }[] };
  return answers.reduce((sum, { body }) => sum + body.revision, 0);
}
