import { reasonOf } from '#basics';
import {
  historyFromOf,
  isRefusedContent,
  lookAtRows,
  makeIndexes,
  makeTables,
  type ReadModelVersion,
  schemaOf,
  writeCheckpoints,
} from '#read-model';

import { type FilledFrom, fillFromLog, type FillOptions } from './fill-from-log';
import { fillInBulk } from './fill-in-bulk';
import type { Fill } from './version-builder';

interface Listeners {
  onProjected?: FillOptions['onProjected'];
  /** Told why it takes longer than it might. */
  say?: (sentence: string) => void;
}

/**
 * Fills the empty tables of a version from a log, and makes their indexes. What no table holds stops its stream before it is copied; where
 * Postgres refuses something all the same, it is found by writing one event after the other.
 */
export function fillOf(
  log: FilledFrom,
  url: string,
  version: ReadModelVersion,
  { onProjected, say }: Listeners = {},
): Fill {
  return async (database, { onRecords, onIndexing, signal }) => {
    const options = { onRecords, signal, ...(onProjected === undefined ? {} : { onProjected }) };
    try {
      const filled = await fillInBulk(log, { url, schema: schemaOf(version.version) }, options);
      signal.throwIfAborted();
      onIndexing();
      await makeIndexes(database, version);
      await lookAtRows(database);
      await writeCheckpoints(database, filled.partitions, filled.checkpoints);
    } catch (error) {
      if (!isRefusedContent(error)) throw error;
      say?.(`the tables refuse something when they are filled in bulk (${reasonOf(error)}): filling event by event`);
      await makeTables(database, version);
      await makeIndexes(database, version);
      await fillFromLog(log, database, { ...options, historyFrom: historyFromOf(version.version) });
    }
  };
}
