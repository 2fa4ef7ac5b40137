// How empty tables are filled from a log: in bulk, as a new version is, and event by event, as the log is followed.
import { EventEmitter, once } from 'node:events';
import { performance } from 'node:perf_hooks';

import { serve } from '../support/child.mjs';
import { highestMiB } from '../support/processes.mjs';
import { withEmptyTables } from '../support/read-model.mjs';
import { LEDGER_ID, openLog } from '../support/records.mjs';
import { compiled } from '../support/servers.mjs';

const { makeIndexes, OWN_VERSION, Projection, schemaOf, writeCheckpoints } = compiled('libs/read-model/src/index.js');
const { fillInBulk } = compiled('apps/projector/src/fill-in-bulk.js');

/** Milliseconds until the last row is copied, and until the indexes are there; and the most that was resident. */
function bulk({ brokers, topicPrefix, url }) {
  return withEmptyTables(url, async (database) => {
    const begun = performance.now();
    const tables = { url, schema: schemaOf(OWN_VERSION.version) };
    let first = 0;
    const filled = await fillInBulk({ brokers, prefix: topicPrefix, ledgerId: LEDGER_ID }, tables, {
      onRecords: () => (first ||= performance.now()),
    });
    const copied = performance.now();
    await makeIndexes(database, OWN_VERSION);
    await writeCheckpoints(database, filled.partitions, filled.checkpoints);
    const indexed = performance.now();
    return {
      openMs: first - begun,
      copyMs: copied - first,
      indexMs: indexed - copied,
      residentMiB: highestMiB(process.pid),
      spills: filled.spills,
    };
  });
}

/** Milliseconds from the first batch to the last one, as the projector follows its log. */
function live({ brokers, topicPrefix, url, records }) {
  return withEmptyTables(url, async (database) => {
    await makeIndexes(database, OWN_VERSION);
    const log = await openLog({ brokers, topicPrefix });
    const projection = new Projection(database, log.partitions);
    let begun = 0;
    let done = 0;
    const ended = new EventEmitter();
    const end = once(ended, 'end');
    const tail = await log.tail({
      positions: (taken) => projection.positions(taken),
      onBatch: async (batch) => {
        begun ||= performance.now();
        await projection.project(batch);
        done += batch.accepted.length;
        // The record that opens the log is no event.
        if (done >= records - 1) ended.emit('end', performance.now());
      },
      onFailure: (error) => console.error(error),
    });
    const [at] = await end;
    const milliseconds = at - begun;
    await tail.stop();
    await log.close();
    return milliseconds;
  });
}

serve({ bulk, live });
