// npm run chaos [-- --rounds N] [--only WORDS]: kills, suspends and fills up everything that the ledger stands on, under load, and has an outsider
// compare what clients were told with what the log holds.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { fail, install, root, run } from './install.mjs';
import { endLeftOvers } from './left-overs.mjs';

// A signal reaches the run below; this script goes on to clean up after it.
let signalled;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => (signalled = 128 + constants.signals[signal]));
}

let code = 1;
const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-chaos-'));
try {
  const { values } = parseArgs({
    options: { rounds: { type: 'string', default: '10' }, only: { type: 'string', default: '' } },
  });
  await install();
  const env = { ...process.env, CHAOS_ROUNDS: values.rounds, CHAOS_ONLY: values.only, CHAOS_DIR: folder };
  code = await run(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), 'test/chaos'], { env });
  if (code === 0) console.log(readFileSync(join(folder, 'table.md'), 'utf8'));
} catch (error) {
  fail(error);
} finally {
  endLeftOvers(folder);
  // What went wrong can only be found in the logs, so they stay then.
  if (code === 0 || signalled !== undefined) rmSync(folder, { recursive: true, force: true });
  else console.error(`The logs of the processes are in ${folder}.`);
}
process.exit(signalled ?? code);
