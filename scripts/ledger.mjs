// npm run ledger: the command line, compiled first when it is not up to date.
import { join } from 'node:path';
import { fail, install, root, run } from './install.mjs';

try {
  await install();
  const cli = join(root, 'dist', 'apps', 'standalone', 'src', 'cli.js');
  process.exit(await run(process.execPath, ['--enable-source-maps', cli, ...process.argv.slice(2)]));
} catch (error) {
  fail(error);
}
