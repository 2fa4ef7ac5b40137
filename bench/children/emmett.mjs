// The peer that keeps its events in Postgres: Emmett's command handler with the same commands, decide and evolve.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { serve } from '../support/child.mjs';
import { departmentOf, registration, streamOf, supplements } from '../support/commands.mjs';
import { measure } from '../support/load.mjs';
import { compiled } from '../support/servers.mjs';

const peers = createRequire(join(dirname(fileURLToPath(import.meta.url)), '..', 'peers', 'package.json'));
const { CommandHandler } = peers('@event-driven-io/emmett');
const { getPostgreSQLEventStore } = peers('@event-driven-io/emmett-postgresql');
const { decide, emptyState, evolve } = compiled('libs/domain/src/index.js');
const { loadChart } = compiled('libs/wire/src/index.js');

const context = { chart: loadChart([]) };
// Two commands of a stream at once are no fault of Emmett's: it tries again, as an application would.
const handle = CommandHandler({ evolve, initialState: () => emptyState, retry: { onVersionConflict: 20 } });
let store;

async function submit(command) {
  const decided = (state) => decide(state, command, context);
  const { newEvents } = await handle(store, streamOf(command.department), decided);
  if (newEvents[0].type === 'command.refused.v1') throw new Error(JSON.stringify(newEvents[0].data));
}

async function open({ url, departments }) {
  store = getPostgreSQLEventStore(url);
  await store.schema.migrate();
  for (let n = 0; n < departments; n += 1) await submit(registration(departmentOf(n)));
}

const run = ({ prefix, departments, ...load }) => {
  const command = supplements(prefix, departments);
  return measure({ ...load, send: () => submit(command()) });
};

serve({ open, run });
