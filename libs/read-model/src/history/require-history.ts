import { rowsOf, type Transaction } from '#postgres';

import { historyFromOf, recalledSchemaOf, schemaOf, versionOfSchema } from '../versions/version';
import { historyBegins } from './left-out';

/** A read needs what the version has left out: it stands in the log alone, until it is recalled from there. */
export class HistoryLeftOut extends Error {
  override readonly name = 'HistoryLeftOut';

  constructor(
    readonly version: string,
    /** Whose history is missing. */
    readonly streams: readonly string[],
  ) {
    super(`version ${version} of the tables holds no history of ${streams.join(', ')} from before its first year`);
  }
}

/**
 * Opens every read of postings and of what events say in full: throws HistoryLeftOut where the tables would answer it with a part, because
 * events of these streams are left out. With years, only what is about one of these is read; postings of a year from the version's first one
 * on are never left out. It is asked on the view of the tables that the read itself sees, so that nothing can be taken away in between.
 */
export async function requireHistory(
  client: Transaction,
  streams: readonly string[],
  years?: readonly number[],
): Promise<void> {
  const schema = await schemaOfReads(client);
  const version = versionOfSchema(schema);
  const historyFrom = historyFromOf(version);
  if (historyFrom === undefined || years?.every((year) => year >= historyFrom) === true) return;
  const missing = await rowsOf<{ stream: string }>(
    client,
    `select stream from unnest($1::text[]) as asked (stream)
      where exists (select from ${schemaOf(version)}.event
                     where event.stream = asked.stream and recorded_at < $2::timestamptz and data is null
                       ${schema === recalledSchemaOf(version) ? NOT_RECALLED : ''})`,
    [streams, historyBegins(historyFrom).toISOString()],
  );
  if (missing.length > 0)
    throw new HistoryLeftOut(
      version,
      missing.map(({ stream }) => stream),
    );
}

/** Nothing of a stream was recalled, or it has been projected since. */
const NOT_RECALLED = `
  and log_offset >= coalesce((select next_offset from recalled_stream where recalled_stream.stream = asked.stream), 0)`;

const schemas = new WeakMap<object, string>();

/** Where a connection reads. It stays there, so that it is asked once. */
async function schemaOfReads(client: Transaction): Promise<string> {
  const known = schemas.get(client);
  if (known !== undefined) return known;
  const [row] = await rowsOf<{ schema: string | null }>(client, 'select current_schema() as schema');
  const schema = row?.schema ?? '';
  schemas.set(client, schema);
  return schema;
}

/** The same for events that were read already; `further` says whose history will be asked for besides, so that it is read at once. */
export async function requireWhole(
  client: Transaction,
  events: readonly { stream: string; data?: unknown; summary?: unknown }[],
  further: () => Promise<readonly string[]> = () => Promise.resolve([]),
): Promise<void> {
  const missing = events.filter(isPart).map(({ stream }) => stream);
  if (missing.length === 0) return;
  const streams = new Set([...missing, ...(await further())]);
  throw new HistoryLeftOut(versionOfSchema(await schemaOfReads(client)), [...streams]);
}

function isPart({ data, summary }: { data?: unknown; summary?: unknown }): boolean {
  return data === null || summary === null;
}
