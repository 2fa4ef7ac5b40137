// npm run check: everything that can be known without running the code. All checks are run, whatever the first ones say.
import { join } from 'node:path';
import { fail, installPackages, root, run } from './install.mjs';

/** @type {[name: string, program: string, args: string[]][]} */
const CHECKS = [
  ['types', 'typescript/bin/tsc', ['--noEmit', '-p', 'tsconfig.json']],
  // Nothing but types is in it and nothing that runs needs it, so it is made where it is looked at.
  [
    'types of the interface',
    'openapi-typescript/bin/cli.js',
    ['docs/openapi.json', '-o', 'packages/client/src/schema.ts'],
  ],
  ['types of the console', 'typescript/bin/tsc', ['-p', 'apps/console/web/tsconfig.json']],
  ['types of the scripts', 'typescript/bin/tsc', ['-p', 'tsconfig.scripts.json']],
  ['lint', 'eslint/bin/eslint.js', ['.', '--max-warnings', '0']],
  ['format', 'prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']],
  ['import rules', 'dependency-cruiser/bin/dependency-cruise.mjs', ['apps', 'libs', 'test', '--output-type', 'err']],
  ['unused code', 'knip/bin/knip.js', []],
  ['OpenAPI', '@redocly/cli/bin/cli.js', ['lint', 'docs/openapi.json']],
];

// Redocly would ask its makers for a newer version and tell them of each run.
Object.assign(process.env, { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' });

try {
  await installPackages();
  const failed = [];
  for (const [name, program, args] of CHECKS) {
    const started = Date.now();
    const code = await run(process.execPath, [join(root, 'node_modules', program), ...args]);
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    if (code !== 0) failed.push(name);
  }
  if (failed.length > 0) console.log(`Failed: ${failed.join(', ')}.`);
  process.exit(failed.length === 0 ? 0 : 1);
} catch (error) {
  fail(error);
}
