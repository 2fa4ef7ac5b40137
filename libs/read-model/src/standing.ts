import type { Position } from '#domain';
import { type Database, rowsOf, type Transaction } from '#postgres';

import type { StreamStop } from './stops';

/** Where the tables stand as a whole. */
export interface Standing {
  /** Hash of the log's first record, which no other log has; nothing while nothing is projected. */
  log?: string;
  /** The next offset to project, by partition. */
  next: ReadonlyMap<number, number>;
  /** Streams whose projection waits for an operator, by name. */
  stopped: ReadonlyMap<string, StreamStop>;
}

/** The stream that opens every log. */
const OPENING_STREAM = 'ledger';

const STANDING = `
  select (select hash from stream_head where stream = '${OPENING_STREAM}') as log,
         (select json_object_agg(partition, next_offset) from checkpoint) as next,
         (select json_object_agg(stream, json_build_object('stream', stream, 'revision', revision, 'partition', partition,
                                                           'offset', coalesce(stopped_offset, 0), 'reason', stopped))
            from stream_head where stopped is not null) as stopped`;

export function readStanding(database: Database): Promise<Standing> {
  return standingIn(database);
}

export async function standingIn(client: Pick<Transaction, 'query'>): Promise<Standing> {
  const [row] = await rowsOf<{
    log: string | null;
    next: Record<string, number> | null;
    stopped: Record<string, StreamStop> | null;
  }>(client, STANDING);
  return {
    ...(typeof row?.log === 'string' ? { log: row.log } : {}),
    next: new Map(Object.entries(row?.next ?? {}).map(([partition, next]) => [Number(partition), next])),
    stopped: new Map(Object.entries(row?.stopped ?? {})),
  };
}

/** The newest offsets before the next ones; a partition of which nothing is read is left out. */
export function positionBefore(next: ReadonlyMap<number, number>): Position {
  return new Map([...next].filter(([, offset]) => offset > 0).map(([partition, offset]) => [partition, offset - 1]));
}

/** The next offsets behind a position. */
export function nextAfter(position: Position): Map<number, number> {
  return new Map([...position].map(([partition, offset]) => [partition, offset + 1]));
}
