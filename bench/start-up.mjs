// npm run bench:start-up: how long a ledger takes to be ready with a long history, from the log alone and from its snapshots, and
// how much memory it then needs. BENCH_EVENTS and BENCH_DEPARTMENTS change the size.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, chmodSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

import { fail, install, root } from '../scripts/install.mjs';

const require = createRequire(import.meta.url);
const EVENTS = Number(process.env.BENCH_EVENTS ?? 1_000_000);
const DEPARTMENTS = Number(process.env.BENCH_DEPARTMENTS ?? 1_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const IN_FLIGHT = 4_000;

const say = (line) => console.error(line);

/** A supplement of one line: the commonest command of a year. */
function command(n, department) {
  const basis = {
    commandId: `history-${n}`,
    division: '361100',
    department,
    documentNumber: '样例〔2024〕1号',
    effectiveDate: '2024-01-01',
  };
  const unit = `${department}001`;
  if (n < DEPARTMENTS) return { type: 'RegisterUnit', ...basis, unit, name: '样例单位', departmentName: '样例部门' };
  const economic = ['30101', '30102', '30103', '30201', '30202', '30211', '30215', '30299'][n % 8];
  const category = economic.startsWith('301') ? 'personnel' : 'operating';
  const line = { unit, source: 'general-public-budget', function: '2012901', economic, category, amountYuan: '100.00' };
  return { type: 'AdjustBudget', kind: 'supplement', ...basis, fiscalYear: 2024, lines: [line] };
}

/** Writes the history through the log's own writer, as a ledger does, but without HTTP. */
async function writeHistory(brokers) {
  const { KafkaLog, LedgerWriter } = require(join(root, 'dist/libs/log/src/index.js'));
  const { decide, emptyState, evolve } = require(join(root, 'dist/libs/domain/src/index.js'));
  const { eventOf, loadChart } = require(join(root, 'dist/libs/wire/src/index.js'));
  const context = { chart: loadChart([]) };
  const decider = {
    initial: emptyState,
    decide: (state, given) => decide(state, given, context),
    evolve,
    read: eventOf,
    refusalOf: () => undefined,
  };
  const log = await KafkaLog.open({ brokers, ledgerId: 'budget-ledger', clientId: 'bench', create: true });
  const writer = await LedgerWriter.start(log, decider, { alarm: say });
  let next = 0;
  const lane = async () => {
    while (next < EVENTS) {
      const n = next++;
      const department = String(n % DEPARTMENTS).padStart(3, '0');
      const given = command(n, department);
      const commandHash = createHash('sha256').update(JSON.stringify(given)).digest('hex');
      const outcome = await writer.submit(`361100/${department}`, {
        commandId: given.commandId,
        commandHash,
        command: given,
        actor: 'bench',
        correlationId: given.commandId,
      });
      if (outcome.kind !== 'recorded') throw new Error(JSON.stringify(outcome));
      if (n % 100_000 === 0) say(`${n} events written`);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  await writer.stop();
  await log.close();
}

/** Starts a ledger process and resolves with the seconds until it is ready. */
async function start(port, env) {
  const begun = performance.now();
  const child = spawn(process.execPath, [join(root, 'dist/apps/ledger/src/main.js')], {
    env: {
      ...process.env,
      ...env,
      PORT: String(port),
      HOST: '127.0.0.1',
      LEDGER_TOKENS: 'bench=a-token-for-the-bench',
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  for (;;) {
    const isReady = await fetch(`http://127.0.0.1:${port}/health/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isReady) break;
    if (child.exitCode !== null) throw new Error(`the ledger ended with code ${child.exitCode}`);
    await delay(25);
  }
  return { child, seconds: (performance.now() - begun) / 1_000 };
}

const memoryMiB = ({ child }) =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1_024);

async function stop({ child }) {
  child.kill('SIGTERM');
  if (child.exitCode === null) await new Promise((resolve) => child.once('exit', resolve));
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-bench-'));
chmodSync(folder, 0o711);
const servers = [];
let failure;
try {
  await install();
  const { ensureKafkaJars, freePort, startKafka, startPostgres } = require(
    join(root, 'dist/libs/embedded/src/index.js'),
  );
  const jarsDir = await ensureKafkaJars(root, say);
  const kafka = await startKafka({
    dataDir: join(folder, 'kafka'),
    jarsDir,
    logFile: join(folder, 'kafka.log'),
    heapMiB: 1_024,
  });
  servers.push(kafka);
  const postgres = await startPostgres({
    dataDir: join(folder, 'postgres'),
    logFile: join(folder, 'postgres.log'),
    database: 'bench',
    report: say,
  });
  servers.push(postgres);
  await writeHistory(kafka.brokers);
  const port = await freePort();
  const alone = { KAFKA_BROKERS: kafka.brokers.join(',') };
  const kept = { ...alone, DATABASE_URL: postgres.url };
  // The first start with a database folds the history and leaves the snapshots that the later ones use.
  const first = await start(port, kept);
  await stop(first);
  const folds = [];
  const snapshots = [];
  let foldMemory = 0;
  let snapshotMemory = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const folding = await start(port, alone);
    folds.push(folding.seconds);
    foldMemory = memoryMiB(folding);
    await stop(folding);
    const restoring = await start(port, kept);
    snapshots.push(restoring.seconds);
    snapshotMemory = memoryMiB(restoring);
    await stop(restoring);
  }
  const fold = median(folds);
  const snapshot = median(snapshots);
  console.log(`${EVENTS} events over ${DEPARTMENTS} departments, median of ${ROUNDS}`);
  console.log('| ready | seconds | memory MiB |\n| --- | --- | --- |');
  console.log(`| from the log alone | ${fold.toFixed(1)} | ${foldMemory} |`);
  console.log(`| from snapshots | ${snapshot.toFixed(1)} | ${snapshotMemory} |`);
  console.log(`| ratio | ${(snapshot / fold).toFixed(3)} | |`);
} catch (error) {
  // Told at the end, because the servers must be stopped first.
  failure = error;
} finally {
  for (const server of servers.reverse()) await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
if (failure !== undefined) fail(failure);
