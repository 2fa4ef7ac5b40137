import * as postgres from '#postgres';

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
