import { makeIndexes, type ReadModelVersion } from '#read-model';

import { type FilledFrom, fillFromLog, type FillOptions } from './fill-from-log';
import type { Fill } from './version-builder';

/** Fills the empty tables of a version from a log. */
export function fillOf(log: FilledFrom, version: ReadModelVersion, onProjected?: FillOptions['onProjected']): Fill {
  return async (database, { onRecords, signal }) => {
    await makeIndexes(database, version);
    await fillFromLog(log, database, { onRecords, signal, ...(onProjected === undefined ? {} : { onProjected }) });
  };
}
