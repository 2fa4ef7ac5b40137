import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { claimFolder, launchServer, type ServerProcess } from './server-process';

const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-server-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** A server that says what it does, and is ready when a file of this name is there. */
const SERVER = `
  const { existsSync } = require('node:fs');
  console.log('loading the log');
  setInterval(() => { if (existsSync(process.argv[2])) console.log('ready now'); }, 20);
`;

async function launch(
  name: string,
  onWaiting: (line: string) => void,
): Promise<{ ready: string; server: Promise<ServerProcess> }> {
  const ready = join(folder, `${name}.ready`);
  const script = join(folder, `${name}.js`);
  appendFileSync(script, SERVER);
  const claim = { name, claimFile: join(folder, `${name}.pid`), marker: script, stopSignal: 'SIGTERM' as const };
  await claimFolder(claim);
  const how = {
    command: process.execPath,
    args: [script, ready],
    env: process.env,
    logFile: join(folder, `${name}.log`),
  };
  return { ready, server: launchServer({ ...claim, ...how, readyWhen: /ready now/, onWaiting }) };
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!condition()) {
    await sleep(20);
    if (performance.now() > deadline) throw new Error('it does not come');
  }
}

it('says every ten seconds what a start is waiting for, with the last line of its log, and nothing before', async () => {
  const told: string[] = [];
  const now = Date.now.bind(Date);
  let later = 0;
  jest.spyOn(Date, 'now').mockImplementation(() => now() + later);
  const { ready, server } = await launch('Kafka', (line) => told.push(line));
  await until(() => readFileSync(join(folder, 'Kafka.log'), 'utf8').includes('loading the log'));
  expect(told).toEqual([]);
  for (const seconds of [11, 21]) {
    const before = told.length;
    later = seconds * 1_000;
    await until(() => told.length > before);
    expect(told.at(-1)).toBe('仍在等待 Kafka 启动 Still waiting for Kafka: loading the log');
  }
  appendFileSync(ready, '');
  const running = await server;
  const count = told.length;
  await running.stop();
  expect([told.length, existsSync(join(folder, 'Kafka.pid'))]).toEqual([count, false]);
});

it('says nothing of a server that is ready at once', async () => {
  const told: string[] = [];
  const { ready, server } = await launch('Postgres', (line) => told.push(line));
  appendFileSync(ready, '');
  await (await server).stop();
  expect(told).toEqual([]);
});
