// Whole years of sample departments with twenty units each, as npm run example:year plays one: written without a ledger, and read as a
// starting ledger reads them, from the log alone and from snapshots.
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

import { serve } from '../support/child.mjs';
import { BatchAppender, decider, keptMiB, newStream, openLog, recordOf } from '../support/records.mjs';
import { compiled } from '../support/servers.mjs';

const { LedgerWriter } = compiled('libs/log/src/index.js');
const { STATE_VERSION, stateFromJson, stateToJson } = compiled('libs/domain/src/index.js');
const { STEPS } = compiled('apps/standalone/src/example-year/plan.js');
const { DEPARTMENT, UNITS, YEAR } = compiled('apps/standalone/src/example-year/posted.js');

const FIRST_DIVISION = 110_000;

/** The department's own commands of the year. What goes to another department needs a ledger to carry it, and is left out. */
function playYear(stream, division, take) {
  const revisions = new Map();
  const revisionOf = (id) => revisions.get(`example-${id}`);
  for (const { commands } of STEPS) {
    for (const command of commands(revisionOf)) {
      if (command.department !== DEPARTMENT || command.type === 'TransferToDepartment') continue;
      take(recordOf(stream, { ...command, division }, new Date(Date.UTC(YEAR, 0, 1) + stream.revision * 1_000)));
      revisions.set(command.commandId, stream.revision);
    }
  }
}

/** Writes a year of one such department in each of so many divisions. */
async function write({ departments, ...place }) {
  const log = await openLog(place);
  const appender = new BatchAppender(log);
  for (let n = 0; n < departments; n += 1) {
    const division = String(FIRST_DIVISION + n);
    const stream = newStream(`${division}/${DEPARTMENT}`, log.partitions);
    const values = [];
    playYear(stream, division, (value) => values.push(value));
    for (const value of values) await appender.add(stream, value);
  }
  await appender.finish();
  const ends = await log.endOffsets();
  await log.close();
  const { records, bytes } = appender;
  return { ends, records, unitYears: departments * UNITS.length, bytesEach: bytes / records };
}

/**
 * A start from the log alone, the memory that it keeps, the longest time in which making a partition's snapshot lets nothing else run, and a
 * start from these snapshots.
 */
async function fold(place) {
  const log = await openLog(place);
  const events = { alarm: (message) => console.error(message) };
  const kept = new Map();
  const store = {
    load: async (partition) => kept.get(partition),
    save: async (partition, _nextOffset, body) => void kept.set(partition, body),
  };
  const codec = { version: STATE_VERSION, toJson: stateToJson, fromJson: stateFromJson };
  const start = async (settings) => {
    const begun = performance.now();
    const writer = await LedgerWriter.start(log, decider, events, settings);
    return { writer, milliseconds: performance.now() - begun };
  };
  const before = keptMiB();
  const folded = await start({ snapshots: { store, codec, everyRecords: 1 } });
  const memoryMiB = keptMiB() - before;
  const pauses = monitorEventLoopDelay({ resolution: 1 });
  pauses.enable();
  await folded.writer.stop();
  pauses.disable();
  const restored = await start({ snapshots: { store, codec, everyRecords: 1_000_000 } });
  if (restored.writer.counts.accepted > log.partitions) throw new Error('the snapshots were not used');
  await restored.writer.stop();
  await log.close();
  const snapshotBytes = [...kept.values()].reduce((sum, body) => sum + body.length, 0);
  const pauseMs = pauses.max / 1e6;
  return { foldMs: folded.milliseconds, restoreMs: restored.milliseconds, memoryMiB, snapshotBytes, pauseMs };
}

serve({ write, fold });
