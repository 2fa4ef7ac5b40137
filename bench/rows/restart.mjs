// npm start on a data folder with a long log, until all three services are ready: behind an orderly end, and behind one that killed the service,
// its Kafka and its Postgres at once.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

import { root } from '../../scripts/install.mjs';
import { compiled } from '../support/servers.mjs';
import { row } from '../support/table.mjs';

const READY_WITHIN_MS = 30 * 60_000;

/** Seconds from the command to the moment at which every part says that it is ready. */
async function start(dataDir, port) {
  const begun = performance.now();
  const child = spawn(process.execPath, [join(root, 'scripts', 'start.mjs')], {
    env: { ...process.env, DATA_DIR: dataDir, PORT: String(port), CONSOLE_PORT: '0' },
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  while (performance.now() - begun < READY_WITHIN_MS) {
    if (child.exitCode !== null) throw new Error(`npm start ended with code ${child.exitCode}`);
    const isReady = await fetch(`http://127.0.0.1:${port}/health/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isReady) return { child, ended, seconds: (performance.now() - begun) / 1_000 };
    await delay(50);
  }
  throw new Error('the service did not become ready');
}

async function stop({ child, ended }) {
  child.kill('SIGTERM');
  await ended;
}

/** As a machine that fails does it: nothing of it is told anything. */
async function kill({ child, ended }, dataDir) {
  const claimOf = (name) => JSON.parse(readFileSync(join(dataDir, name), 'utf8'));
  const [kafka, postgres] = ['kafka/broker.pid', 'postgres/postgres.pid'].map(claimOf);
  for (const pid of [child.pid, kafka.owner, kafka.server, postgres.server]) process.kill(pid, 'SIGKILL');
  await ended;
}

async function writeLog(bench, dataDir, { departments, millionEach }) {
  const { ensureKafkaJars, startKafka } = compiled('libs/embedded/src/index.js');
  const jarsDir = await ensureKafkaJars(root, bench.say);
  const kafka = await startKafka({
    dataDir: join(dataDir, 'kafka'),
    jarsDir,
    logFile: join(dataDir, 'kafka.log'),
    heapMiB: 512,
  });
  try {
    const writer = bench.child('history.mjs');
    const size = { departments, each: millionEach };
    const { ends } = await writer.call('write', { brokers: kafka.brokers, topicPrefix: 'budget', ...size });
    await writer.stop();
    return ends.reduce((sum, end) => sum + end, 0);
  } finally {
    await kafka.stop();
  }
}

export async function measureRestart(bench) {
  const { settings, servers } = bench;
  const dataDir = mkdtempSync(join(tmpdir(), 'budget-ledger-restart-'));
  // Postgres may run as another user, who has to be able to pass through.
  chmodSync(dataDir, 0o711);
  const port = await servers.freePort();
  let running;
  /** @type {{ orderly: number[], killed: number[] }} */
  const figures = { orderly: [], killed: [] };
  try {
    running = await start(dataDir, port);
    await stop(running);
    const records = await writeLog(bench, dataDir, settings);
    running = await start(dataDir, port);
    bench.say(`${records} records are projected after ${Math.round(running.seconds)} s`);
    for (let round = 0; round < settings.heavyRounds; round += 1) {
      await stop(running);
      running = await start(dataDir, port);
      figures.orderly.push(running.seconds);
      await kill(running, dataDir);
      running = await start(dataDir, port);
      figures.killed.push(running.seconds);
      bench.say(
        `round ${round + 1}: ${Object.values(figures)
          .map((each) => each.at(-1)?.toFixed(1))
          .join(' s, ')} s`,
      );
    }
    const of = `with ${records.toLocaleString('en')} records, until every part is ready,`;
    return [
      row({ work: `npm start ${of} behind an orderly end`, unit: 's', ours: figures.orderly, reach: { most: 10 } }),
      row({
        work: `npm start ${of} behind kill -9 of all of it`,
        unit: 's',
        ours: figures.killed,
        reach: { most: 10 },
      }),
    ];
  } finally {
    if (running !== undefined) await stop(running).catch(() => undefined);
    rmSync(dataDir, { recursive: true, force: true });
  }
}
