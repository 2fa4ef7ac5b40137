// npm run fuzz [-- --requests N --seed S | --seed S --only K or K-L]: sends all kinds of requests, messages and forged records to
// the real services, and looks at what became of them.
import { mkdtempSync, existsSync, readFileSync, rmSync } from 'node:fs';
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
const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-fuzz-'));
try {
  /** @type {import('node:util').ParseArgsConfig['options']} */
  const options = {
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
    only: { type: 'string', default: '' },
  };
  const { values } = parseArgs({ options });
  await install();
  const env = {
    ...process.env,
    FUZZ_REQUESTS: values.requests,
    FUZZ_SEED: values.seed,
    FUZZ_ONLY: values.only,
    FUZZ_DIR: folder,
  };
  code = await run(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), 'test/fuzz'], { env });
  const table = join(folder, 'table.md');
  if (existsSync(table)) console.log(`Seed ${values.seed}.\n\n${readFileSync(table, 'utf8')}`);
} catch (error) {
  fail(error);
} finally {
  endLeftOvers(folder);
  // What went wrong can only be found in the logs, so they stay then.
  if (code === 0 || signalled !== undefined) rmSync(folder, { recursive: true, force: true });
  else console.error(`The logs of the processes are in ${folder}.`);
}
process.exit(signalled ?? code);
