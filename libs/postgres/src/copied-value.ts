import { escapeLiteral } from 'pg';
import { to as copyTo } from 'pg-copy-streams';

import { type Database, inSnapshot } from './database';

/**
 * The bytes of the only row and column of a query, whose `$1`, `$2`, … are texts; undefined without a row. In the answer to a query they
 * would be text of two characters a byte, which takes most of the time and ends the process where it is longer than the longest string.
 * A copy hands them over as they are. It takes no parameters.
 */
export function onlyValueOf(database: Database, query: string, values: readonly string[]): Promise<Buffer | undefined> {
  const written = query.replace(/\$(\d+)/g, (_, number) => escapeLiteral(values[Number(number) - 1] ?? ''));
  return inSnapshot(database, async (client) => {
    const chunks: Buffer[] = [];
    for await (const chunk of client.query(copyTo(`copy (${written}) to stdout (format binary)`))) {
      chunks.push(chunk as Buffer);
    }
    return onlyValueIn(Buffer.concat(chunks));
  });
}

const SIGNATURE_AND_FLAGS = 11 + 4;

/** Source: PostgreSQL's documentation of COPY, binary format. */
function onlyValueIn(copied: Buffer): Buffer | undefined {
  let at = SIGNATURE_AND_FLAGS;
  at += 4 + copied.readUInt32BE(at);
  const columns = copied.readInt16BE(at);
  // Minus one ends the rows.
  if (columns === -1) return undefined;
  const length = copied.readInt32BE(at + 2);
  return copied.subarray(at + 6, at + 6 + length);
}
