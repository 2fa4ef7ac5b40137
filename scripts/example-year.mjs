// npm run example:year: plays a year of a sample department through HTTP, with a Kafka and a Postgres of its own whose data are thrown
// away, and checks its tables against the audit trail.
import { mkdtempSync, chmodSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { fail, install, root, run } from './install.mjs';

try {
  await install();
  const dataDir = process.env.DATA_DIR ?? mkdtempSync(join(tmpdir(), 'budget-ledger-year-'));
  // Postgres runs as a user of its own, who must be able to pass through.
  chmodSync(dataDir, 0o711);
  const main = join(root, 'dist', 'apps', 'standalone', 'src', 'example-year', 'main.js');
  const env = { ...process.env, DATA_DIR: dataDir, PORT: process.env.PORT ?? '0' };
  const code = await run(process.execPath, ['--enable-source-maps', main], { env });
  if (process.env.DATA_DIR === undefined) rmSync(dataDir, { recursive: true, force: true });
  process.exit(code);
} catch (error) {
  fail(error);
}
