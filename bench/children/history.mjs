// Long histories: written by the thousand without a ledger, and read as verify and a starting ledger read them.
import { performance } from 'node:perf_hooks';

import { serve } from '../support/child.mjs';
import { departmentOf, historyCommand, streamOf } from '../support/commands.mjs';
import {
  BatchAppender,
  decider,
  keptMiB,
  LEDGER_ID,
  newStream,
  openLog,
  recordOf,
  sha256,
} from '../support/records.mjs';
import { compiled } from '../support/servers.mjs';

const { LedgerWriter } = compiled('libs/log/src/index.js');

/** Decides and chains real records, and appends them in large batches, each stream's in order. */
async function write({ departments, each, ...place }) {
  const log = await openLog(place);
  const streams = Array.from({ length: departments }, (_, n) => {
    const department = departmentOf(n);
    return { department, ...newStream(streamOf(department), log.partitions) };
  });
  const appender = new BatchAppender(log);
  const start = Date.UTC(2024, 0, 1);
  for (let n = 0; n < each; n += 1) {
    for (const stream of streams) {
      const command = historyCommand(stream.department, n);
      await appender.add(stream, recordOf(stream, command, new Date(start + n * 1_000)));
    }
  }
  await appender.finish();
  const ends = await log.endOffsets();
  await log.close();
  return { ends, bytesEach: appender.bytes / appender.records };
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
  const log = await openLog(place);
  const before = keptMiB();
  const begun = performance.now();
  const writer = await LedgerWriter.start(log, decider, { alarm: (message) => console.error(message) });
  const milliseconds = performance.now() - begun;
  const { accepted } = writer.counts;
  const kept = keptMiB() - before;
  if (repeat !== undefined) await repeatAll(writer, repeat);
  const afterRepeatsMiB = keptMiB() - before;
  await writer.stop();
  await log.close();
  return { milliseconds, accepted, keptMiB: kept, afterRepeatsMiB };
}

async function repeatAll(writer, { departments, each, rounds }) {
  for (let n = 0; n < departments * each * rounds; n += 1) {
    const department = departmentOf(n % departments);
    const command = historyCommand(department, Math.floor(n / departments) % each);
    const { commandId } = command;
    const submission = { commandId, commandHash: sha256(commandId), command, actor: 'bench', correlationId: 'bench' };
    const outcome = await writer.submit(streamOf(department), submission);
    if (outcome.kind !== 'recorded' || outcome.first)
      throw new Error(`a repeat was answered ${JSON.stringify(outcome)}`);
  }
}

serve({ write, verify, fold });
