// How the rest of a process fares while somebody reads the heaviest things of a national budget: all three services in one process.
import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { readsOf } from '../nation/reads.mjs';
import { supplements, registration, departmentOf } from '../support/commands.mjs';
import { callers, measure, SIGNED_IN } from '../support/load.mjs';
import { row } from '../support/table.mjs';
import { chartFileOf, openNation } from './nation.mjs';

const HEAVY = [
  'publication',
  'publication as HTML',
  'comparison by project',
  'comparison by function of two days',
  'table 4 as recorded and in effect in June',
  'lines as recorded in June, the first 500',
];
const DEPARTMENTS = 100;
/** What is asked for its health is asked as often as by a careful operator's probe, many times over. */
const BETWEEN_MS = 2;

/** Reads it to its end. */
function read(port, path) {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, headers: SIGNED_IN }, (answer) => {
      answer.on('error', reject).on('end', resolve).resume();
      if (answer.statusCode !== 200) reject(new Error(`${path}: ${answer.statusCode}`));
    }).on('error', reject);
  });
}

/** What one of the three asks for has its answer after so many milliseconds, while the others ask too. */
async function besides(bench, client, { seconds, warmUpSeconds }, working) {
  let over = false;
  const reading = (async () => {
    while (!over && working !== undefined) await working();
  })();
  const next = supplements(bench.unique(), DEPARTMENTS);
  const times = { seconds: seconds * 3, warmUpSeconds };
  const [live, commands] = await Promise.all([
    measure({
      ...times,
      inFlight: 1,
      send: async () => {
        await delay(BETWEEN_MS);
        await client.get('/health/live');
      },
    }),
    measure({
      ...times,
      inFlight: 4,
      send: () => client.post('/v1/commands', JSON.stringify(next()), 201),
    }),
  ]);
  over = true;
  await reading;
  return { live: live.p99, commands: commands.p99 };
}

export async function measureGiving(bench) {
  const { settings, servers } = bench;
  const chartFile = chartFileOf(settings.nation);
  const { url, topicPrefix } = await openNation(bench, { shape: settings.nation, times: 1, chartFile });
  const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-giving-'));
  const { port } = await bench.service('standalone', await servers.freePort(), {
    KAFKA_BROKERS: servers.brokers.join(','),
    DATABASE_URL: url,
    TOPIC_PREFIX: topicPrefix,
    DATA_DIR: folder,
    CHARTS: chartFile,
    ...callers(),
  });
  const client = bench.client(port);
  const commands = Array.from({ length: DEPARTMENTS }, (_, n) => registration(departmentOf(n)));
  await client.post('/v1/commands/batch', JSON.stringify({ commands }), 200);
  const heavy = readsOf('division').filter(({ name }) => HEAVY.includes(name));
  const cells = new Map();
  cells.set('nothing else', (times) => besides(bench, client, times, undefined));
  for (const { name, url: path } of heavy)
    cells.set(name, (times) => besides(bench, client, times, () => read(port, path)));
  const results = await bench.rounds(cells);
  rmSync(folder, { recursive: true, force: true });
  const alone = results.get('nothing else');
  return heavy.flatMap(({ name }) =>
    ['live', 'commands'].map((what) =>
      row({
        work: `${what === 'live' ? 'GET /health/live' : 'commands, 4 in flight'}, beside a division's ${name}: p99 over what it is without`,
        unit: 'ms',
        ours: results.get(name).map((each, round) => each[what] - alone[round][what]),
        detail: `without ${alone[0][what].toFixed(0)} ms`,
        reach: { most: 50 },
      }),
    ),
  );
}
