import * as postgres from '#postgres';

import { recalledPath } from './history/recalled-tables';
import { RECALL_CHANNEL } from './history/recall-register';
import { schemaOf, VERSION } from './versions/version';

/** Where the tables of this program's own version stand. */
export const READ_MODEL_SCHEMA = schemaOf(VERSION);

export function openReadModel(
  url: string,
  onIdleError: (error: Error) => void,
  schema = READ_MODEL_SCHEMA,
): postgres.Database {
  return postgres.openDatabase(url, onIdleError, schema);
}

/** The tables of a version with what was read again from the log of the history that it has left out. */
export function openRecalled(url: string, version: string, onIdleError: (error: Error) => void): postgres.Database {
  return openReadModel(url, onIdleError, recalledPath(version));
}

/** Notified by the trigger of sql/indexes.sql. */
const CHANNEL = 'ledger_projected';

/**
 * Calls `onProjected` whenever a transaction of the projection has committed, on one connection for however many listeners. It only
 * makes waiting shorter: whoever uses it must look by itself now and then.
 */
export function listenForProjections(
  url: string,
  { onProjected, onFailure }: { onProjected: () => void; onFailure: (error: unknown) => void },
): postgres.Listening {
  return postgres.listenTo(CHANNEL, url, { onNotice: onProjected, onFailure });
}

/** Calls `onWish` whenever somebody has asked for left-out history; with the same caution. */
export function listenForWishes(
  url: string,
  { onWish, onFailure }: { onWish: () => void; onFailure: (error: unknown) => void },
): postgres.Listening {
  return postgres.listenTo(RECALL_CHANNEL, url, { onNotice: onWish, onFailure });
}
