import { type Database, rowsOf } from '#postgres';

/** An event beside another one in its stream. */
export interface Neighbour {
  revision: number;
  hash: string;
  /** The hash that it names as its parent's. */
  prevhash: string;
}

/** The event before and the one behind a revision, up to the newest that counts. */
export async function readNeighbours(
  database: Database,
  { stream, revision, newest }: { stream: string; revision: number; newest: number },
): Promise<{ before?: Neighbour; behind?: Neighbour }> {
  const rows = await rowsOf<Neighbour>(
    database,
    `select revision, hash, prevhash from event
      where stream = $1 and revision in ($2::bigint - 1, $2::bigint + 1) and revision <= $3 order by revision`,
    [stream, revision, newest],
  );
  const before = rows.find((row) => row.revision < revision);
  const behind = rows.find((row) => row.revision > revision);
  return { ...(before === undefined ? {} : { before }), ...(behind === undefined ? {} : { behind }) };
}
