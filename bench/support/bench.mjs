// What the scenes share: servers, children, clients, and the rounds. Everything that was started is stopped at the end, whatever happens.
import { constants } from 'node:os';

import { startChild, startService } from './child.mjs';
import { HttpClient } from './load.mjs';
import { startServers } from './servers.mjs';

export async function openBench(settings, options) {
  const say = (line) => console.error(`${new Date().toISOString().slice(11, 19)} ${line}`);
  const starting = startServers(options);
  endOnSignals(async () => {
    // What is being started is known only when it runs; a start that fails stops it itself.
    await starting.catch(() => undefined);
    await close();
  });
  const started = [];
  const clients = [];
  let ids = 0;
  const kept = (process) => {
    started.push(process);
    return process;
  };
  const closeScene = async () => {
    for (const client of clients.splice(0)) client.close();
    await Promise.all(started.splice(0).map((process) => process.stop()));
  };
  let closing;
  const close = () => (closing ??= closeAll());
  const closeAll = async () => {
    await closeScene();
    await (await starting).stop();
  };
  const servers = await starting;
  return {
    settings,
    servers,
    say,
    /** Begins the ids of commands that nobody has used before. */
    unique: () => `bench-${process.pid}-${ids++}`,
    child: (file, options) => kept(startChild(file, options)),
    service: async (name, port, env, options) => kept(await startService(name, port, env, options)),
    client(port, token) {
      const client = new HttpClient(port, token);
      clients.push(client);
      return client;
    },
    rounds: (cells) => runRounds(cells, settings, say),
    closeScene,
    close,
  };
}

/** Whoever ends a measurement ends its servers, which would go on as they are in sessions of their own. */
function endOnSignals(end) {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.once(signal, () => {
      void end()
        .catch((error) => console.error(error))
        .finally(() => process.exit(128 + constants.signals[signal]));
    });
  }
}

/**
 * Runs every cell once in each round, one after another, so that what is compared was measured at nearly the same time. A round of short runs
 * goes before and is thrown away: the compilers have to have seen everything. Without time to warm up, as in the smoke run, there is none.
 */
async function runRounds(cells, { rounds, seconds, warmUpSeconds }, say) {
  const results = new Map([...cells.keys()].map((name) => [name, /** @type {object[]} */ ([])]));
  if (warmUpSeconds > 0) for (const run of cells.values()) await run({ seconds: warmUpSeconds, warmUpSeconds: 0 });
  for (let round = 1; round <= rounds; round += 1) {
    say(`round ${round} of ${rounds}: ${cells.size} measurements`);
    for (const [name, run] of cells) results.get(name)?.push(await run({ seconds, warmUpSeconds }));
  }
  return results;
}
