import { reasonOf } from '#basics';
import { countPresent, rowsOf, type Transaction } from '#postgres';

import { lockOf } from '../versions/locks';
import { RecallTooLarge } from './recall-too-large';

/** Notified by whoever asks, so that nobody waits for the next look. */
export const RECALL_CHANNEL = 'ledger_recall';

type Client = Pick<Transaction, 'query'>;

/** How the reading of left-out history goes that somebody waits for. */
export interface RecallState {
  /** How many of the streams are not there yet. */
  missing: number;
  /** Why one of them could not be read; it is tried again when it is asked for later. */
  failure: string | null;
  /** It failed for being more than may be kept: asking again is in vain. */
  isTooLarge: boolean;
  progress: { records: number; recordsTotal: number; secondsLeft: number | null } | null;
  /** How many projectors of the version run: without one nothing is read. */
  projectors: number;
}

/** What failed is tried again no sooner than this. */
const TRY_AGAIN = "interval '10 seconds'";
/** Who reads it often need not say so each time. */
const TOLD_AGAIN = "interval '10 seconds'";
/** A read that finds nothing behind what was filled just now has looked before. */
const JUST_NOW = "interval '2 seconds'";

/**
 * Asks for the left-out history of some streams, or says that it is read again, which keeps it. `isMissing` says that a read has found it
 * not to be there: it was taken away meanwhile, or more has been left out since.
 */
export async function askForHistory(
  client: Client,
  version: string,
  streams: readonly string[],
  isMissing: boolean,
): Promise<void> {
  // In one order, so that two who ask for the same never wait for each other.
  await client.query(
    `insert into read_model.recall as known (version, stream)
     select $1, stream from unnest($2::text[]) as asked (stream) order by stream
         on conflict (version, stream) do update
        set asked_at = now(),
            filled_at = case when $3 and known.filled_at < now() - ${JUST_NOW} then null else known.filled_at end,
            failure = case when known.failed_at < now() - ${TRY_AGAIN} then null else known.failure end,
            failed_at = case when known.failed_at < now() - ${TRY_AGAIN} then null else known.failed_at end
      where $3 or known.failure is not null or known.asked_at < now() - ${TOLD_AGAIN}`,
    [version, streams, isMissing],
  );
  await client.query(
    `select pg_notify('${RECALL_CHANNEL}', '')
      where exists (select from read_model.recall where version = $1 and stream = any($2) and filled_at is null)`,
    [version, streams],
  );
}

/** Where what was asked for stands. */
export async function readRecall(client: Client, version: string, streams: readonly string[]): Promise<RecallState> {
  const [row] = await rowsOf<{
    missing: number;
    failure: string | null;
    too_large: boolean | null;
    records: number | null;
    records_total: number | null;
    seconds_left: number | null;
  }>(
    client,
    `select missing, failure, too_large, records, records_total, seconds_left
       from (select count(*) filter (where filled_at is null) as missing, max(recall.failure) as failure,
                    bool_or(recall.too_large and recall.failure is not null) as too_large
               from unnest($2::text[]) as asked (stream)
               left join read_model.recall on recall.version = $1 and recall.stream = asked.stream) as asked
       left join read_model.recalling on version = $1 and told_at > now() - interval '30 seconds'`,
    [version, streams],
  );
  const { missing = 0, failure = null, records = null, records_total: total = null, seconds_left = null } = row ?? {};
  return {
    missing,
    failure,
    isTooLarge: row?.too_large ?? false,
    progress: records === null || total === null ? null : { records, recordsTotal: total, secondsLeft: seconds_left },
    projectors: missing === 0 ? 1 : await countPresent(client, lockOf(version, 'present')),
  };
}

/** The streams of a version that somebody waits for. */
export async function openWishes(client: Client, version: string): Promise<string[]> {
  const rows = await rowsOf<{ stream: string }>(
    client,
    'select stream from read_model.recall where version = $1 and filled_at is null and failure is null order by stream',
    [version],
  );
  return rows.map(({ stream }) => stream);
}

export async function markRecalled(client: Client, version: string, streams: readonly string[]): Promise<void> {
  await client.query(
    `update read_model.recall set filled_at = now(), failure = null, failed_at = null where version = $1 and stream = any($2)`,
    [version, streams],
  );
  await client.query('delete from read_model.recalling where version = $1', [version]);
}

export async function markRecallFailed(
  client: Client,
  version: string,
  streams: readonly string[],
  error: unknown,
): Promise<void> {
  await client.query(
    `update read_model.recall set failure = $3, failed_at = now(), too_large = $4 where version = $1 and stream = any($2) and filled_at is null`,
    [version, streams, reasonOf(error), error instanceof RecallTooLarge],
  );
  await client.query('delete from read_model.recalling where version = $1', [version]);
}

export async function tellRecalling(
  client: Client,
  version: string,
  streams: number,
  progress: { records: number; recordsTotal: number; perSecond: number; secondsLeft: number | null },
): Promise<void> {
  await client.query(
    `insert into read_model.recalling (version, streams, records, records_total, per_second, seconds_left, told_at)
     values ($1, $2, $3, $4, $5, $6, now())
         on conflict (version) do update
        set streams = excluded.streams, records = excluded.records, records_total = excluded.records_total,
            per_second = excluded.per_second, seconds_left = excluded.seconds_left, told_at = excluded.told_at`,
    [version, streams, progress.records, progress.recordsTotal, progress.perSecond, progress.secondsLeft],
  );
}
