// npm run bench:subscriptions: what idle subscriptions cost one query process, and how long a change takes to all of them.
// BENCH_SUBSCRIBERS changes their number. Ledger, projector and query are processes of their own; readers and servers share the machine.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

import { fail, install, root } from '../scripts/install.mjs';

const require = createRequire(import.meta.url);
const SUBSCRIBERS = Number(process.env.BENCH_SUBSCRIBERS ?? 2_000);
const IDLE_SECONDS = 30;
const CHANGES = 20;
const TOKEN = 'a-token-for-the-benchmark';
/** Connections that are opened at the same time. */
const OPENING = 50;

const children = [];
const readers = [];

async function start(role, port, env) {
  const child = spawn(process.execPath, [join(root, 'dist/apps', role, 'src/main.js')], {
    env: {
      ...process.env,
      PORT: String(port),
      HOST: '127.0.0.1',
      LOG_LEVEL: 'warn',
      LEDGER_TOKENS: `bench=${TOKEN}`,
      ...env,
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  children.push(child);
  for (let tries = 0; tries < 300; tries += 1) {
    const isReady = await fetch(`http://127.0.0.1:${port}/health/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isReady) return child;
    await delay(200);
  }
  throw new Error(`the ${role} did not become ready`);
}

/** Resident memory in MiB and processor time in seconds, as the kernel counts them. */
function costOf({ pid }) {
  const resident = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1];
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return { mib: Number(resident) / 1024, seconds: (Number(fields[11]) + Number(fields[12])) / 100 };
}

/** Resolves when the reader is up to date; `heard` is called for each change. */
function subscribe(port, heard) {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path: '/v1/subscriptions?year=2024', agent: false }, (answer) => {
      answer.setEncoding('utf8');
      answer.on('data', (text) => {
        if (text.includes('event: ready')) resolve(sent);
        if (text.includes('event: change')) heard();
      });
    });
    sent.on('error', reject);
    sent.end();
    readers.push(sent);
  });
}

async function post(port, command) {
  const answer = await fetch(`http://127.0.0.1:${port}/v1/commands`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify(command),
  });
  if (answer.status !== 201) throw new Error(await answer.text());
}

const basis = { division: '361100', department: '126', documentNumber: '样例〔2024〕1号', effectiveDate: '2024-01-01' };
const line = { unit: '126001', source: 'general-public-budget', function: '2012901', economic: '30101' };
const supplement = (n) => ({
  type: 'AdjustBudget',
  kind: 'supplement',
  ...basis,
  commandId: `change-${n}`,
  fiscalYear: 2024,
  lines: [{ ...line, category: 'personnel', amountYuan: '1.00' }],
});

async function measure({ ledger, query, process: child }) {
  const register = {
    type: 'RegisterUnit',
    commandId: 'register',
    unit: '126001',
    name: '样例',
    departmentName: '样例',
  };
  await post(ledger, { ...basis, ...register });
  let listener = () => undefined;
  await subscribe(query, () => listener());
  const before = costOf(child);
  const opened = performance.now();
  for (let n = 1; n < SUBSCRIBERS; n += OPENING) {
    const count = Math.min(OPENING, SUBSCRIBERS - n);
    await Promise.all(Array.from({ length: count }, () => subscribe(query, () => listener())));
  }
  const openingSeconds = (performance.now() - opened) / 1_000;
  await delay(5_000);
  const begun = costOf(child);
  await delay(IDLE_SECONDS * 1_000);
  const after = costOf(child);

  const first = [];
  const last = [];
  for (let n = 0; n < CHANGES; n += 1) {
    const times = [];
    const all = new Promise((resolve) => {
      listener = () => {
        times.push(performance.now());
        if (times.length === SUBSCRIBERS) resolve();
      };
    });
    const sent = performance.now();
    await post(ledger, supplement(n));
    await all;
    first.push(times[0] - sent);
    last.push(times.at(-1) - sent);
    await delay(200);
  }
  const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)].toFixed(0);
  console.log(`| subscriptions | ${SUBSCRIBERS}, opened in ${openingSeconds.toFixed(1)} s |`);
  console.log(`| memory before, with all of them idle | ${before.mib.toFixed(0)}, ${after.mib.toFixed(0)} MiB |`);
  console.log(`| memory of one | ${(((after.mib - before.mib) * 1024) / SUBSCRIBERS).toFixed(1)} KiB |`);
  console.log(
    `| processor while idle | ${(((after.seconds - begun.seconds) / IDLE_SECONDS) * 100).toFixed(1)} % of a core |`,
  );
  console.log(`| from the post to the first reader, median | ${median(first)} ms |`);
  console.log(
    `| from the post to the last reader, median, slowest | ${median(last)}, ${Math.max(...last).toFixed(0)} ms |`,
  );
}

const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-bench-'));
chmodSync(folder, 0o711);
const servers = [];
let failure;
try {
  await install();
  const embedded = require(join(root, 'dist/libs/embedded/src/index.js'));
  const report = (text) => console.error(text);
  const jarsDir = await embedded.ensureKafkaJars(root, report);
  const kafka = await embedded.startKafka({
    dataDir: join(folder, 'kafka'),
    jarsDir,
    logFile: join(folder, 'kafka.log'),
    heapMiB: 512,
  });
  servers.push(kafka);
  const postgres = await embedded.startPostgres({
    dataDir: join(folder, 'postgres'),
    logFile: join(folder, 'postgres.log'),
    database: 'bench',
    report,
  });
  servers.push(postgres);
  const env = { KAFKA_BROKERS: kafka.brokers.join(','), DATABASE_URL: postgres.url };
  const [ledger, projector, query] = await Promise.all([0, 0, 0].map(() => embedded.freePort()));
  await start('ledger', ledger, env);
  await start('projector', projector, env);
  await measure({ ledger, query, process: await start('query', query, env) });
} catch (error) {
  // Told at the end, because the servers must be stopped first.
  failure = error;
} finally {
  for (const reader of readers) reader.destroy();
  for (const child of children) {
    child.kill('SIGTERM');
    if (child.exitCode === null) await new Promise((resolve) => child.once('exit', resolve));
  }
  await Promise.all(servers.map((server) => server.stop()));
  rmSync(folder, { recursive: true, force: true });
}
if (failure !== undefined) fail(failure);
