// npm run bench:verify: how fast `verify` reads a log beside what kafkajs consumes at all, on the same topic in the same run.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';

import { Kafka, logLevel } from 'kafkajs';

import { fail, install, root } from '../scripts/install.mjs';

const require = createRequire(import.meta.url);
const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '200000' },
    rounds: { type: 'string', default: '5' },
    partitions: { type: 'string', default: '6' },
    threads: { type: 'string' },
    /** A Kafka that runs already; without it one is started and thrown away. */
    brokers: { type: 'string' },
  },
});
const RECORDS = Number(values.records);
const ROUNDS = Number(values.rounds);
const STREAMS = 1_000;
const PREFIX = `bench-${process.pid}`;
const LEDGER_ID = 'bench';
const BATCH_BYTES = 4 * 1024 * 1024;

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** What a department does over a year: a unit, its first budget, and then one change after the other. */
function commandOf(department, n) {
  const unit = `${department}001`;
  const basis = {
    commandId: `${department}-${n}-3f2b8c1e-8a51-4c9e-9d57-5f1c`,
    division: '361100',
    department,
    documentNumber: `样例〔2024〕${n}号`,
    effectiveDate: '2024-03-01',
  };
  const line = (economic, category, amountYuan) => ({
    unit,
    source: 'general-public-budget',
    function: '2012901',
    economic,
    category,
    amountYuan,
  });
  if (n === 0)
    return { type: 'RegisterUnit', ...basis, unit, name: `样例单位${unit}`, departmentName: `样例部门${department}` };
  const posting = { ...basis, fiscalYear: 2024 };
  if (n === 1) {
    const codes = ['30101', '30102', '30103', '30107', '30108', '30110', '30113'];
    const lines = [
      ...codes.map((code) => line(code, 'personnel', '1000000.00')),
      line('30201', 'operating', '500000.00'),
    ];
    return { type: 'AllocateBudget', ...posting, lines };
  }
  const adjust = { type: 'AdjustBudget', ...posting };
  switch (n % 4) {
    case 0:
      return {
        ...adjust,
        kind: 'supplement',
        lines: [line('30101', 'personnel', '2000.00'), line('30201', 'operating', '300.00')],
      };
    case 1:
      return { ...adjust, kind: 'cut', lines: [line('30101', 'personnel', '1500.00')] };
    case 2:
      return {
        ...adjust,
        kind: 'transfer',
        from: [line('30102', 'personnel', '10.00')],
        to: [line('30103', 'personnel', '10.00')],
      };
    default:
      // Now and then more is asked than there is, and the refusal is a record too.
      return n % 20 === 3
        ? { ...adjust, kind: 'cut', lines: [line('30201', 'operating', '999999999.00')] }
        : { ...adjust, kind: 'supplement', lines: [line('30107', 'personnel', '88.50')] };
  }
}

/** Decides and chains real records, and appends them in large batches, each stream's in order. */
async function fill(brokers) {
  const { decide, emptyState, evolve } = require(join(root, 'dist/libs/domain/src/index.js'));
  const { KafkaLog, partitionOf } = require(join(root, 'dist/libs/log/src/index.js'));
  const { loadChart } = require(join(root, 'dist/libs/wire/src/index.js'));
  const context = { chart: loadChart([]) };
  const partitions = Number(values.partitions);
  const log = await KafkaLog.open({
    brokers,
    ledgerId: LEDGER_ID,
    clientId: 'bench',
    prefix: PREFIX,
    partitions,
    create: true,
  });
  const streams = Array.from({ length: STREAMS }, (_, n) => {
    const department = String(n).padStart(3, '0');
    const key = `361100/${department}`;
    return {
      department,
      key,
      partition: partitionOf(key, partitions),
      state: emptyState,
      revision: 0,
      hash: sha256(LEDGER_ID + key),
    };
  });
  const pending = Array.from({ length: partitions }, () => ({ records: [], bytes: 0 }));
  const flush = async (partition) => {
    const { records } = pending[partition];
    pending[partition] = { records: [], bytes: 0 };
    if (records.length > 0) await log.append(partition, records);
  };
  let bytes = 0;
  const start = Date.UTC(2024, 0, 1);
  for (let n = 0; n < RECORDS; n += 1) {
    const stream = streams[n % STREAMS];
    const value = record(
      stream,
      commandOf(stream.department, Math.floor(n / STREAMS)),
      new Date(start + n),
      decide,
      context,
    );
    stream.state = evolve(stream.state, value.event);
    const batch = pending[stream.partition];
    batch.records.push({ key: stream.key, value: value.bytes });
    batch.bytes += value.bytes.length;
    bytes += value.bytes.length;
    if (batch.bytes > BATCH_BYTES) await flush(stream.partition);
  }
  for (let partition = 0; partition < partitions; partition += 1) await flush(partition);
  const ends = await log.endOffsets();
  await log.close();
  return { ends, bytesEach: Math.round(bytes / RECORDS) };
}

function record(stream, command, time, decide, context) {
  const event = decide(stream.state, command, context);
  stream.revision += 1;
  const envelope = {
    specversion: '1.0',
    id: `${stream.key}@${stream.revision}`,
    type: event.type,
    source: `urn:budget-ledger:${LEDGER_ID}`,
    subject: stream.key,
    time: time.toISOString(),
    datacontenttype: 'application/json',
    revision: stream.revision,
    prevhash: stream.hash,
    commandid: command.commandId,
    commandhash: sha256(command.commandId),
    actor: '上饶市财政局',
    correlationid: command.commandId,
    data: event.data,
  };
  const bytes = Buffer.from(JSON.stringify(envelope));
  stream.hash = sha256(bytes);
  return { event, bytes };
}

/** Everything from connecting to the last record, with a handler that does nothing: the most that kafkajs can do. */
async function consume(brokers, ends) {
  const kafka = new Kafka({ brokers, logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({
    groupId: `bench-${performance.now()}`,
    maxWaitTimeInMs: 100,
    maxBytesPerPartition: 4 * 1024 * 1024,
  });
  await consumer.connect();
  await consumer.subscribe({ topic: `${PREFIX}.events`, fromBeginning: true });
  const open = new Set(ends.flatMap((end, partition) => (end > 0 ? [partition] : [])));
  await new Promise((resolve, reject) => {
    const eachBatch = async ({ batch }) => {
      if (Number(batch.lastOffset()) + 1 >= ends[batch.partition]) open.delete(batch.partition);
      if (open.size === 0) resolve();
    };
    consumer.run({ autoCommit: false, eachBatch }).catch(reject);
  });
  const done = performance.now();
  await consumer.disconnect();
  return done;
}

async function verify(brokers) {
  const { verifyLog } = require(join(root, 'dist/apps/auditor/src/verify-log.js'));
  const threads = values.threads === undefined ? {} : { threads: Number(values.threads) };
  const report = await verifyLog({ brokers, prefix: PREFIX, ledgerId: LEDGER_ID, anchors: [], ends: [], ...threads });
  const done = performance.now();
  const accepted = report.partitions.reduce((sum, partition) => sum + partition.accepted, 0);
  if (report.faults.length > 0) throw new Error(`verify found a fault: ${JSON.stringify(report.faults[0])}`);
  if (accepted !== RECORDS + 1) throw new Error(`verify accepted ${accepted} of ${RECORDS + 1} records`);
  return done;
}

async function rateOf(work) {
  const start = performance.now();
  return Math.round((RECORDS * 1_000) / ((await work()) - start));
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-bench-'));
let kafka;
let failure;
try {
  await install();
  const { ensureKafkaJars, startKafka } = require(join(root, 'dist/libs/embedded/src/index.js'));
  let brokers = values.brokers?.split(',');
  if (brokers === undefined) {
    const jarsDir = await ensureKafkaJars(root, (line) => console.error(line));
    kafka = await startKafka({
      dataDir: join(folder, 'kafka'),
      jarsDir,
      logFile: join(folder, 'kafka.log'),
      heapMiB: 768,
    });
    brokers = kafka.brokers;
  }
  const { ends, bytesEach } = await fill(brokers);
  console.error(`${RECORDS} records of ${bytesEach} bytes on ${STREAMS} streams in ${ends.length} partitions`);
  // The first of each is thrown away: it warms the broker's page cache and the compiler.
  await consume(brokers, ends);
  await verify(brokers);
  console.log('| round | kafkajs alone, records/s | verify, records/s | verify / kafkajs |');
  console.log('| --- | --- | --- | --- |');
  const plain = [];
  const verified = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    plain.push(await rateOf(() => consume(brokers, ends)));
    verified.push(await rateOf(() => verify(brokers)));
    console.log(`| ${round} | ${plain.at(-1)} | ${verified.at(-1)} | ${(verified.at(-1) / plain.at(-1)).toFixed(2)} |`);
  }
  const ratio = (median(verified) / median(plain)).toFixed(2);
  console.log(`| median | ${median(plain)} | ${median(verified)} | ${ratio} |`);
  console.log(`${availableParallelism()} processors, Node ${process.version}`);
} catch (error) {
  // Told at the end, because the server must be stopped first.
  failure = error;
} finally {
  await kafka?.stop();
  rmSync(folder, { recursive: true, force: true });
}
if (failure !== undefined) fail(failure);
