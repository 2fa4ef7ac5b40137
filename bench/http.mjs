// npm run bench: commands over HTTP, one by one and in batches, against a ledger and a Kafka of their own on this machine.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

import { fail, install, root } from '../scripts/install.mjs';

const require = createRequire(import.meta.url);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
const WARM_UP_MS = 1_000;
const STREAMS = 1_000;
const TOKEN = 'a-token-for-the-benchmark';
const agent = new Agent({ keepAlive: true, maxSockets: 1_024 });

/** Sends one request and resolves with its parsed answer; any status that is not expected ends the benchmark. */
function post(port, path, body, expected) {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      authorization: `Bearer ${TOKEN}`,
    };
    const sent = request({ host: '127.0.0.1', port, path, method: 'POST', agent, headers }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString();
        if (answer.statusCode === expected) resolve(text);
        else reject(new Error(`${path}: ${answer.statusCode} ${text}`));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

let number = 0;

/** A command for one of a thousand departments, as a finance bureau would post it. */
function command(type) {
  const n = number++;
  const department = String(n % STREAMS).padStart(3, '0');
  const basis = {
    commandId: `bench-${n}`,
    division: '361100',
    department,
    documentNumber: '样例〔2024〕1号',
    effectiveDate: '2024-01-01',
  };
  if (type === 'RegisterUnit') {
    return { type, ...basis, unit: `${department}001`, name: '样例单位', departmentName: '样例部门' };
  }
  const line = { unit: `${department}001`, source: 'general-public-budget', function: '2012901', amountYuan: '100.00' };
  return {
    type: 'AdjustBudget',
    kind: 'supplement',
    ...basis,
    fiscalYear: 2024,
    lines: [
      { ...line, economic: '30201', category: 'operating' },
      { ...line, economic: '30101', category: 'personnel' },
    ],
  };
}

/** Keeps so many requests in flight for the given time, and reports the rate and the latencies. */
async function measure(inFlight, commandsEach, send) {
  const latencies = [];
  // Connections are opened one after another by the server's loop, so the first second is not counted.
  const start = performance.now() + WARM_UP_MS;
  const end = start + SECONDS * 1_000;
  const lane = async () => {
    while (performance.now() < end) {
      const begun = performance.now();
      await send();
      if (begun >= start) latencies.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  const seconds = (performance.now() - start) / 1_000;
  latencies.sort((a, b) => a - b);
  const at = (share) => latencies[Math.floor(latencies.length * share)].toFixed(1);
  return { rate: Math.round((latencies.length * commandsEach) / seconds), p50: at(0.5), p99: at(0.99) };
}

async function startLedger(brokers, port) {
  const child = spawn(process.execPath, [join(root, 'dist/apps/ledger/src/main.js')], {
    env: {
      ...process.env,
      KAFKA_BROKERS: brokers,
      PORT: String(port),
      HOST: '127.0.0.1',
      LEDGER_TOKENS: `bench=${TOKEN}`,
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  for (let tries = 0; tries < 100; tries += 1) {
    const ready = await fetch(`http://127.0.0.1:${port}/health/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return child;
    await delay(200);
  }
  throw new Error('the ledger did not become ready');
}

function row(...cells) {
  console.log(`| ${cells.join(' | ')} |`);
}

const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-bench-'));
let kafka;
let ledger;
let failure;
try {
  await install();
  const { ensureKafkaJars, freePort, startKafka } = require(join(root, 'dist/libs/embedded/src/index.js'));
  const jarsDir = await ensureKafkaJars(root, (line) => console.error(line));
  kafka = await startKafka({
    dataDir: join(folder, 'kafka'),
    jarsDir,
    logFile: join(folder, 'kafka.log'),
    heapMiB: 768,
  });
  const port = await freePort();
  ledger = await startLedger(kafka.brokers.join(','), port);

  const batch = (count, type) => JSON.stringify({ commands: Array.from({ length: count }, () => command(type)) });
  await post(port, '/v1/commands/batch', batch(STREAMS, 'RegisterUnit'), 200);
  const one = () => post(port, '/v1/commands', JSON.stringify(command('AdjustBudget')), 201);

  row('work', 'commands/s', 'p50 ms', 'p99 ms');
  row('---', '---', '---', '---');
  for (const inFlight of [1, 32, 128, 512]) {
    const { rate, p50, p99 } = await measure(inFlight, 1, one);
    row(`one by one, ${inFlight} in flight`, rate, p50, p99);
  }
  for (const inFlight of [1, 8]) {
    const send = () => post(port, '/v1/commands/batch', batch(100, 'AdjustBudget'), 200);
    const { rate, p50, p99 } = await measure(inFlight, 100, send);
    row(`batches of 100, ${inFlight} in flight`, rate, p50, p99);
  }
} catch (error) {
  // Told at the end, because the servers must be stopped first.
  failure = error;
} finally {
  agent.destroy();
  if (ledger !== undefined) {
    ledger.kill('SIGTERM');
    await new Promise((resolve) => ledger.once('exit', resolve));
  }
  await kafka?.stop();
  rmSync(folder, { recursive: true, force: true });
}
if (failure !== undefined) fail(failure);
