import { type Database, inSnapshot, rowsOf, type Transaction } from './database';
import { formatPosition } from './position';

/** Where a stream stands in the tables. */
export interface StreamStanding {
  stream: string;
  revision: number;
  hash: string;
  /** When its newest event was recorded. */
  time: string;
  /** The newest record of its partition that the tables cover, as `partition:offset`. */
  position: string;
  /** Why the stream stopped, where it did. */
  stopped?: string;
}

export function readStream(database: Database, stream: string): Promise<StreamStanding | undefined> {
  return inSnapshot(database, (client) => standingOfStream(client, stream));
}

/** Read in the same transaction as the rows that it stands for. A stream without an event that counts is unknown. */
export async function standingOfStream(client: Transaction, stream: string): Promise<StreamStanding | undefined> {
  const [row] = await rowsOf<{
    revision: number;
    hash: string;
    time: string;
    stopped: string | null;
    partition: number;
    next_offset: number;
  }>(
    client,
    `select revision, hash, time, stopped, partition, next_offset
       from stream_head join checkpoint using (partition)
      where stream = $1 and revision > 0`,
    [stream],
  );
  if (row === undefined) return undefined;
  const { revision, hash, time, stopped, partition, next_offset } = row;
  const position = formatPosition(new Map([[partition, next_offset - 1]]));
  return { stream, revision, hash, time, position, ...(stopped === null ? {} : { stopped }) };
}

/** The newest records that the tables cover, in every partition that holds a stream of the division. */
export async function positionOfDivision(client: Transaction, division: string): Promise<string | undefined> {
  const rows = await rowsOf<{ partition: number; next_offset: number }>(
    client,
    // A stream is `division/department`, and in the order of its characters 0 follows /.
    `select partition, next_offset from checkpoint
      where partition in (select partition from stream_head where stream > $1 || '/' and stream < $1 || '0' and revision > 0)`,
    [division],
  );
  if (rows.length === 0) return undefined;
  return formatPosition(new Map(rows.map(({ partition, next_offset }) => [partition, next_offset - 1])));
}
