// npm run bench:subscriptions: what idle subscriptions cost one query process, and how long a change takes to all of them.
// BENCH_SUBSCRIBERS changes their number. Ledger, projector and query are processes of their own; readers and servers share the machine.
import { request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

import { fail, install } from '../scripts/install.mjs';
import { callers, SIGNED_IN } from './support/load.mjs';
import { processorSeconds, residentMiB } from './support/processes.mjs';

const SUBSCRIBERS = Number(process.env.BENCH_SUBSCRIBERS ?? 2_000);
const IDLE_SECONDS = 30;
const CHANGES = 20;
/** Connections that are opened at the same time. */
const OPENING = 50;

const readers = [];

/** Resident memory in MiB and processor time in seconds. */
function costOf({ pid }) {
  return { mib: residentMiB(pid), seconds: processorSeconds(pid) };
}

/** Resolves when the reader is up to date; `heard` is called for each change. */
function subscribe(port, heard) {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, path: '/v1/subscriptions?year=2024', agent: false, headers: SIGNED_IN },
      (answer) => {
        answer.setEncoding('utf8');
        answer.on('data', (text) => {
          if (text.includes('event: ready')) resolve(sent);
          if (text.includes('event: change')) heard();
        });
      },
    );
    sent.on('error', reject);
    sent.end();
    readers.push(sent);
  });
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

async function measure({ ledger, query }) {
  const post = (command) => ledger.post('/v1/commands', JSON.stringify(command), 201);
  const register = {
    type: 'RegisterUnit',
    commandId: 'register',
    unit: '126001',
    name: '样例',
    departmentName: '样例',
  };
  await post({ ...basis, ...register });
  let listener = () => undefined;
  await subscribe(query.port, () => listener());
  const before = costOf(query);
  const opened = performance.now();
  for (let n = 1; n < SUBSCRIBERS; n += OPENING) {
    const count = Math.min(OPENING, SUBSCRIBERS - n);
    await Promise.all(Array.from({ length: count }, () => subscribe(query.port, () => listener())));
  }
  const openingSeconds = (performance.now() - opened) / 1_000;
  await delay(5_000);
  const begun = costOf(query);
  await delay(IDLE_SECONDS * 1_000);
  const after = costOf(query);

  const first = [];
  const last = [];
  for (let n = 0; n < CHANGES; n += 1) {
    const times = [];
    const all = new Promise((/** @type {(done?: void) => void} */ resolve) => {
      listener = () => {
        times.push(performance.now());
        if (times.length === SUBSCRIBERS) resolve();
      };
    });
    const sent = performance.now();
    await post(supplement(n));
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

let failure;
let bench;
try {
  await install();
  const { openBench } = await import('./support/bench.mjs');
  bench = await openBench({}, {});
  const { servers } = bench;
  const env = {
    KAFKA_BROKERS: servers.brokers.join(','),
    DATABASE_URL: await servers.database('subscriptions'),
    TOPIC_PREFIX: await servers.ledger('subscriptions'),
    ...callers(),
    SUBSCRIPTIONS_PER_ADDRESS: String(SUBSCRIBERS),
  };
  const start = async (name) => bench.service(name, await servers.freePort(), env);
  const { port } = await start('ledger');
  await start('projector');
  await measure({ ledger: bench.client(port), query: await start('query') });
} catch (error) {
  // Told at the end, because the servers must be stopped first.
  failure = error;
} finally {
  for (const reader of readers) reader.destroy();
  await bench?.close();
}
if (failure !== undefined) fail(failure);
