// npm start: installs and compiles what is missing, and starts everything in one process.
import { join } from 'node:path';
import { build, checkNode, fail, installPackages, root, run } from './install.mjs';

try {
  checkNode();
  // Maven has nothing to do with npm and the compiler, so it fetches while they work. A Kafka of the user's own needs no jars.
  const jars = process.env.KAFKA_BROKERS ? Promise.resolve() : fetchJars();
  await Promise.all([jars, installPackages().then(build)]);
  const main = join(root, 'dist', 'apps', 'standalone', 'src', 'main.js');
  process.exit(await run(process.execPath, ['--enable-source-maps', main, ...process.argv.slice(2)]));
} catch (error) {
  fail(error);
}

async function fetchJars() {
  // It shows its progress itself, and says where the jars are, which is of no interest here.
  const script = join(root, 'scripts', 'kafka-jars.mjs');
  const code = await run(process.execPath, [script], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (code !== 0) process.exit(code);
}
