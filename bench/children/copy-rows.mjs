// The peers of the projector: COPY of the rows that it wrote, as text into tables with the same keys and indexes, and as binary into bare ones whose indexes are made behind it.
import { performance } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { from, to } from 'pg-copy-streams';

import { serve } from '../support/child.mjs';
import { withEmptyTables, withReadModel } from '../support/read-model.mjs';
import { compiled } from '../support/servers.mjs';

const { makeIndexes, OWN_VERSION } = compiled('libs/read-model/src/index.js');
/** All that the events of the benchmark's history fill. */
const TABLES = ['event', 'posting', 'saying', 'unit_year', 'budget_line', 'stream_head'];

/** By table, its rows as COPY writes them. */
let rows;
/** By table, its rows as one binary COPY. */
let binary;

async function copied(client, query) {
  const parts = [];
  for await (const part of client.query(to(query))) parts.push(part);
  return Buffer.concat(parts);
}

async function read({ url }) {
  [rows, binary] = await withReadModel(url, async (client) => {
    const [asText, asBinary] = [new Map(), new Map()];
    for (const table of TABLES) {
      const text = await copied(client, `copy ${table} to stdout`);
      asText.set(table, text.toString('utf8').split(/(?<=\n)/));
      asBinary.set(table, await copied(client, `copy ${table} to stdout (format binary)`));
    }
    return [asText, asBinary];
  });
  return [...rows.values()].reduce((sum, { length }) => sum + length, 0);
}

const put = (client, query, bytes) => pipeline(Readable.from([bytes]), client.query(from(query)));

/** Milliseconds that it takes to write everything into a database with empty tables, each batch a transaction. */
function write({ url, batch }) {
  return withEmptyTables(url, async (database) => {
    await makeIndexes(database, OWN_VERSION);
    return withReadModel(url, async (client) => {
      const begun = performance.now();
      for (const [table, lines] of rows) {
        for (let at = 0; at < lines.length; at += batch) {
          await put(client, `copy ${table} from stdin`, Buffer.from(lines.slice(at, at + batch).join('')));
        }
      }
      return performance.now() - begun;
    });
  });
}

/** The same without keys and indexes, which are made at the end. */
function writeBare({ url }) {
  return withEmptyTables(url, (database) =>
    withReadModel(url, async (client) => {
      const begun = performance.now();
      for (const [table, bytes] of binary) await put(client, `copy ${table} from stdin (format binary)`, bytes);
      await makeIndexes(database, OWN_VERSION);
      return performance.now() - begun;
    }),
  );
}

serve({ read, write, writeBare });
