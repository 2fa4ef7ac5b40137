import { join } from 'node:path';

import * as postgres from '#postgres';

/**
 * A change that needs every event again is no migration but a new form: its tables stand in a schema of their own and are filled from
 * the log, while programs of the form before go on with theirs. See docs/adr/0021-forms-of-the-read-model.md.
 */
const FORM = 2;
export const READ_MODEL_SCHEMA = `read_model_${FORM}`;

/** The path is the same in the sources and in dist. */
const MIGRATIONS = {
  folder: join(__dirname, '..', 'sql'),
  table: 'schema_migration',
  schema: READ_MODEL_SCHEMA,
};

/** What session locks of the read side are for; projectors of two forms share nothing. */
export const LOCKS = {
  projectorPresent: 5_161_000 + FORM,
  partition: 5_162_000 + FORM,
  tablesPublisher: 5_160_324,
} as const;

export function openReadModel(
  url: string,
  onIdleError: (error: Error) => void,
  schema = READ_MODEL_SCHEMA,
): postgres.Database {
  return postgres.openDatabase(url, onIdleError, schema);
}

export function migrate(database: postgres.Database): Promise<void> {
  return postgres.migrate(database, MIGRATIONS);
}

/** Whether a reader finds all tables that it knows. */
export function isMigrated(database: postgres.Database): Promise<boolean> {
  return postgres.isMigrated(database, MIGRATIONS);
}

/** Notified by the trigger of sql/0001. */
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
