import { placeOfStream, type Version } from '#domain';
import { type Database, inSnapshot, rowsOf, type Transaction } from '#postgres';

import { cutsOf } from './cuts';

/** Where a stream stands in the tables, or stood. */
export interface StreamStanding {
  stream: string;
  revision: number;
  hash: string;
  /** When its newest event was recorded. */
  time: string;
  /** The newest record of its partition that the tables cover, or the one that was asked for, as `partition:offset`. */
  position: string;
  /** The same as its time, under the name that all answers have. */
  recordedAt: string;
  /** Names the stream and the revision, as of every other place. */
  basis: string;
  /** The version of the read model that was read. */
  readModel: string;
}

export function readStream(
  database: Database,
  stream: string,
  { asOf }: Version = {},
): Promise<StreamStanding | undefined> {
  return inSnapshot(database, (client) => standingOfStream(client, stream, asOf));
}

/** Read in the same transaction as the rows that it stands for. A stream without an event that counts is unknown. */
export async function standingOfStream(
  client: Transaction,
  stream: string,
  asOf?: Version['asOf'],
): Promise<StreamStanding | undefined> {
  const found = await cutsOf(client, placeOfStream(stream), asOf);
  const [cut] = found?.cuts ?? [];
  if (found === undefined || cut === undefined) return undefined;
  const [row] = await rowsOf<{ hash: string; recorded_at: Date }>(
    client,
    'select hash, recorded_at from event where stream = $1 and revision = $2',
    [stream, cut.revision],
  );
  if (row === undefined) return undefined;
  const { hash, recorded_at } = row;
  return {
    stream,
    revision: cut.revision,
    hash,
    time: recorded_at.toISOString(),
    position: found.standing.position,
    recordedAt: found.standing.recordedAt,
    basis: found.standing.basis,
    readModel: found.standing.readModel,
  };
}
