// Long histories: written by the thousand without a ledger, and read as verify and a starting ledger read them.
import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';

import { serve } from '../support/child.mjs';
import { departmentOf, historyCommand, streamOf } from '../support/commands.mjs';
import { compiled } from '../support/servers.mjs';

const LEDGER_ID = 'budget-ledger';
const BATCH_BYTES = 1024 * 1024;
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

const domain = compiled('libs/domain/src/index.js');
const { KafkaLog, LedgerWriter, partitionOf } = compiled('libs/log/src/index.js');
const wire = compiled('libs/wire/src/index.js');
const context = { chart: wire.loadChart([]) };

const openLog = ({ brokers, topicPrefix }) =>
  KafkaLog.open({ brokers, ledgerId: LEDGER_ID, clientId: 'bench', prefix: topicPrefix, create: true });

/** Decides and chains real records, and appends them in large batches, each stream's in order. */
async function write({ departments, each, ...place }) {
  const log = await openLog(place);
  const streams = Array.from({ length: departments }, (_, n) => newStream(departmentOf(n), log.partitions));
  const pending = Array.from({ length: log.partitions }, () => ({ records: [], bytes: 0 }));
  const flush = async (partition) => {
    const { records } = pending[partition];
    pending[partition] = { records: [], bytes: 0 };
    if (records.length > 0) await log.append(partition, records);
  };
  const start = Date.UTC(2024, 0, 1);
  let bytes = 0;
  for (let n = 0; n < each; n += 1) {
    for (const stream of streams) {
      const value = recordOf(stream, historyCommand(stream.department, n), new Date(start + n * 1_000));
      const batch = pending[stream.partition];
      batch.records.push({ key: stream.key, value });
      batch.bytes += value.length;
      bytes += value.length;
      if (batch.bytes > BATCH_BYTES) await flush(stream.partition);
    }
  }
  for (let partition = 0; partition < log.partitions; partition += 1) await flush(partition);
  const ends = await log.endOffsets();
  await log.close();
  return { ends, bytesEach: bytes / (departments * each) };
}

function newStream(department, partitions) {
  const key = streamOf(department);
  const hash = sha256(LEDGER_ID + key);
  return { department, key, partition: partitionOf(key, partitions), state: domain.emptyState, revision: 0, hash };
}

/** The next record of a stream, as a ledger would write it. */
function recordOf(stream, command, time) {
  const event = domain.decide(stream.state, command, context);
  stream.state = domain.evolve(stream.state, event);
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
  const value = Buffer.from(JSON.stringify(envelope));
  stream.hash = sha256(value);
  return value;
}

/** Milliseconds from connecting to the last record, the chain of every stream checked and its balances computed again. */
async function verify({ brokers, topicPrefix, records }) {
  const { verifyLog } = compiled('apps/auditor/src/verify-log.js');
  const begun = performance.now();
  const report = await verifyLog({ brokers, prefix: topicPrefix, ledgerId: LEDGER_ID, anchors: [], ends: [] });
  const milliseconds = performance.now() - begun;
  const accepted = report.partitions.reduce((sum, partition) => sum + partition.accepted, 0);
  if (report.faults.length > 0) throw new Error(`verify found a fault: ${JSON.stringify(report.faults[0])}`);
  if (accepted !== records) throw new Error(`verify accepted ${accepted} of ${records} records`);
  return milliseconds;
}

/**
 * A ledger's start from the log alone: milliseconds, and the memory that is kept when all garbage is gone; then the same commands are
 * posted again, if that is asked for, which must change nothing.
 */
async function fold({ repeat, ...place }) {
  const decider = {
    initial: domain.emptyState,
    decide: (state, command) => domain.decide(state, command, context),
    evolve: domain.evolve,
    read: wire.eventOf,
    refusalOf: (event) => (event.type === 'command.refused.v1' ? event.data.refusal : undefined),
  };
  const log = await openLog(place);
  const before = memoryMiB();
  const begun = performance.now();
  const writer = await LedgerWriter.start(log, decider, { alarm: (message) => console.error(message) });
  const milliseconds = performance.now() - begun;
  const { accepted } = writer.counts;
  const keptMiB = memoryMiB() - before;
  if (repeat !== undefined) await repeatAll(writer, repeat);
  const afterRepeatsMiB = memoryMiB() - before;
  await writer.stop();
  await log.close();
  return { milliseconds, accepted, keptMiB, afterRepeatsMiB };
}

async function repeatAll(writer, { departments, each, rounds }) {
  for (let n = 0; n < departments * each * rounds; n += 1) {
    const department = departmentOf(n % departments);
    const command = historyCommand(department, Math.floor(n / departments) % each);
    const { commandId } = command;
    const submission = { commandId, commandHash: sha256(commandId), command, actor: 'bench', correlationId: 'bench' };
    const outcome = await writer.submit(streamOf(department), submission);
    if (outcome.kind !== 'recorded' || outcome.first) throw new Error(`a repeat was answered ${JSON.stringify(outcome)}`);
  }
}

function memoryMiB() {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1024 ** 2;
}

serve({ write, verify, fold });
