import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { freePort } from '#embedded';

import { registration } from '../chaos/orders';
import { Broker } from '../chaos/servers';
import { ServiceProcess } from '../chaos/service-process';
import { readTopic } from '../chaos/topic';
import { kafkaJars, newPrefix, testBrokers } from '../support/kafka';
import { TOKEN } from '../support/service';
import { knownCallers } from '../support/callers';

const CLIENTS = 64;

const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-shutdown-spec-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Answer {
  id: string;
  /** Undefined where the connection was refused or cut. */
  status?: number;
  type?: string | null;
  retryAfter?: string | null;
  code?: string;
}

/** A ledger in a process of its own, ready for commands. */
async function startLedger(name: string, env: Record<string, string>): Promise<ServiceProcess> {
  const ledger = new ServiceProcess('ledger', name, await freePort(), folder, {
    ...knownCallers({ 上饶市财政局: TOKEN }),
    ...env,
  });
  ledger.start();
  await ledger.untilReady();
  return ledger;
}

async function post(url: string, id: string, department: number): Promise<Answer> {
  const command = { ...registration(String(department)).command, commandId: id };
  try {
    const answer = await fetch(`${url}/v1/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify(command),
    });
    const { code } = (await answer.json()) as { code?: string };
    const header = (name: string): string | null => answer.headers.get(name);
    return { id, status: answer.status, type: header('content-type'), retryAfter: header('retry-after'), code };
  } catch {
    return { id };
  }
}

test('a ledger that is told to stop answers what is under way, takes nothing new, and leaves nothing unanswered', async () => {
  const prefix = newPrefix();
  const ledger = await startLedger('ledger', { KAFKA_BROKERS: testBrokers().join(','), TOPIC_PREFIX: prefix });
  const answers: Answer[] = [];
  let posted = 0;
  let lostInARow = 0;
  // Each client posts on and on, until the ledger is gone.
  const client = async (): Promise<void> => {
    while (lostInARow < CLIENTS) {
      const answer = await post(ledger.url, `shutdown-${posted++}`, 100 + (posted % 800));
      answers.push(answer);
      lostInARow = answer.status === undefined ? lostInARow + 1 : 0;
    }
  };
  const clients = Array.from({ length: CLIENTS }, client);
  while (answers.length < 200) await delay(5);
  await ledger.stop();
  await Promise.all(clients);

  const withStatus = (status?: number): Answer[] => answers.filter((answer) => answer.status === status);
  // How many come by a connection that is still open is chance; each is told to come again.
  const refused = withStatus(503);
  for (const { type, retryAfter, code } of refused) {
    expect({ type, retryAfter, code }).toEqual({
      type: 'application/problem+json; charset=utf-8',
      retryAfter: '1',
      code: 'unavailable',
    });
  }
  // Nothing that was begun lost its answer, and nothing else was begun.
  const records = await readTopic(testBrokers(), `${prefix}.events`);
  const ids = records.map(({ value }) => (JSON.parse(value?.toString() ?? '') as { commandid: string }).commandid);
  const recorded = withStatus(201).map(({ id }) => id);
  expect(ids.filter((id) => id.startsWith('shutdown-')).sort()).toEqual(recorded.sort());
  expect(withStatus(201).length + refused.length + withStatus(undefined).length).toBe(answers.length);
});

/** What an orchestrator waits before it kills: the ledger's ten seconds and as much again for a busy machine. */
const PATIENCE_MS = 20_000;

test('a ledger whose broker is gone stops all the same, and nothing of unknown fate was answered as accepted', async () => {
  const broker = new Broker({
    dataDir: join(folder, 'kafka'),
    jarsDir: await kafkaJars(),
    logFile: join(folder, 'kafka.log'),
    heapMiB: 256,
    port: await freePort(),
    controllerPort: await freePort(),
  });
  await broker.start();
  try {
    const env = { KAFKA_BROKERS: broker.address, COMMAND_TIMEOUT_MS: '1000' };
    const ledger = await startLedger('ledger-alone', env);
    expect(await post(ledger.url, 'before', 126)).toMatchObject({ status: 201 });
    await broker.kill();
    const underWay = post(ledger.url, 'under-way', 126);
    await delay(300);
    const patience = new AbortController();
    const ended = await Promise.race([
      ledger.stop().then(() => 'it has ended'),
      delay(PATIENCE_MS, 'it runs on', { signal: patience.signal }),
    ]);
    patience.abort();
    expect(ended).toBe('it has ended');
    expect(await underWay).toMatchObject({ status: 504, code: 'fate-unknown' });
    expect(ledger.crashes).toEqual([]);

    await broker.start();
    const again = await startLedger('ledger-again', env);
    expect([200, 201]).toContain((await post(again.url, 'under-way', 126)).status);
    await again.stop();
  } finally {
    await broker.stop();
  }
});
