// The peer of the projector: COPY of the rows that it wrote into tables with the same keys and indexes.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';

import { serve } from '../support/child.mjs';
import { withReadModel } from '../support/read-model.mjs';
import { compiled } from '../support/servers.mjs';

const peers = createRequire(join(dirname(fileURLToPath(import.meta.url)), '..', 'peers', 'package.json'));
const { from, to } = peers('pg-copy-streams');
/** All that the events of the benchmark's history fill. */
const TABLES = ['event', 'posting', 'saying', 'unit_year', 'budget_line', 'stream_head'];

/** By table, its rows as COPY writes them. */
let rows;

async function read({ url }) {
  rows = await withReadModel(url, async (client) => {
    const found = new Map();
    for (const table of TABLES) {
      const parts = [];
      for await (const part of client.query(to(`copy ${table} to stdout`))) parts.push(part);
      found.set(
        table,
        Buffer.concat(parts)
          .toString('utf8')
          .split(/(?<=\n)/),
      );
    }
    return found;
  });
  return [...rows.values()].reduce((sum, { length }) => sum + length, 0);
}

/** Milliseconds that it takes to write everything into a database with empty tables, each batch a transaction. */
async function write({ url, batch }) {
  const { migrate, openReadModel } = compiled('libs/read-model/src/index.js');
  const database = openReadModel(url, (error) => console.error(error));
  await migrate(database);
  await database.end();
  return withReadModel(url, async (client) => {
    const begun = performance.now();
    for (const [table, lines] of rows) {
      for (let at = 0; at < lines.length; at += batch) {
        const text = lines.slice(at, at + batch).join('');
        await pipeline(Readable.from([Buffer.from(text)]), client.query(from(`copy ${table} from stdin`)));
      }
    }
    return performance.now() - begun;
  });
}

serve({ read, write });
