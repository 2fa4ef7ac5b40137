// npm run console:quick [-- --departments N --minutes M]: how quick the console is before 1,000 departments of 20 units each, and what a page
// holds after an hour of changes. Prints the tables of docs/console.md.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { fail, install, root, run } from './install.mjs';

const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-quick-'));
let code = 1;
try {
  const { values } = parseArgs({
    options: { departments: { type: 'string', default: '1000' }, minutes: { type: 'string', default: '60' } },
  });
  await install();
  const table = join(folder, 'table.md');
  const env = {
    ...process.env,
    QUICK_DEPARTMENTS: values.departments,
    QUICK_MINUTES: values.minutes,
    QUICK_TABLE: table,
  };
  code = await run(process.execPath, [join(root, 'scripts', 'test.mjs'), 'test/console/quick'], { env });
  console.log(readFileSync(table, 'utf8'));
} catch (error) {
  fail(error);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(code);
