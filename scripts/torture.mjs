// npm run torture -- --seeds N [--seed S]: plays N histories of the log's torture, or those that follow from one seed again.
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { fail, install, root, run } from './install.mjs';

try {
  const { values } = parseArgs({ options: { seeds: { type: 'string', default: '100000' }, seed: { type: 'string' } } });
  await install();
  const env = {
    ...process.env,
    TORTURE_SEEDS: values.seeds,
    ...(values.seed === undefined ? {} : { TORTURE_SEED: values.seed }),
  };
  process.exit(await run(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), 'test/torture'], { env }));
} catch (error) {
  fail(error);
}
