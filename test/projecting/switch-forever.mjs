// node switch-forever.mjs DIST URL VERSION VERSION: has the one version read and then the other, again and again, until it is killed.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [dist, url, ...versions] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const { moveServing, openReadModel, OWN_VERSION } = require(join(dist, 'libs', 'read-model', 'src', 'index.js'));

const database = openReadModel(url, () => undefined);
for (let turn = 0; ; turn += 1) {
  const moved = await moveServing(database, { ...OWN_VERSION, version: versions[turn % 2] }, { lastReadsMs: 0 });
  process.stdout.write(`${JSON.stringify(moved)}\n`);
}
