// npm test: runs all tests with a Kafka and a Postgres of their own, on free ports and with data that are thrown away. Where only specs are
// asked for that stand beside the code, which need neither, none is started. `npm run test:unit` asks for these.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants, tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { Problem, fail, install, root, run } from './install.mjs';
import { secretsInLogs } from './secrets-in-logs.mjs';

const require = createRequire(import.meta.url);
// One more than the usual machine of two cores has: many tests wait for a broker, a database or a time.
const WORKERS = 3;
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');

const servers = [];
let folder;

/** Ends the servers and takes their data away. */
async function cleanUp() {
  await Promise.all(servers.map((server) => server.stop()));
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}

async function startServers() {
  const { ensureKafkaJars, startKafka, startPostgres } = require(
    join(root, 'dist', 'libs', 'embedded', 'src', 'index.js'),
  );
  const report = (line) => console.error(line);
  const jarsDir = await ensureKafkaJars(root, report);
  folder = mkdtempSync(join(tmpdir(), 'budget-ledger-test-'));
  // Postgres may run as another user, who has to be able to pass through.
  chmodSync(folder, 0o711);
  // Both are waited for even when one fails, so that the other one is known and can be stopped.
  const starts = await Promise.allSettled([
    startKafka({ dataDir: join(folder, 'kafka'), jarsDir, logFile: join(folder, 'kafka.log'), heapMiB: 768 }),
    startPostgres({
      dataDir: join(folder, 'postgres'),
      logFile: join(folder, 'postgres.log'),
      database: 'test',
      // What is thrown away need not survive a power cut, and test files run side by side.
      settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' },
      report,
    }),
  ]);
  servers.push(...starts.filter((start) => start.status === 'fulfilled').map((start) => start.value));
  for (const start of starts) if (start.status === 'rejected') throw start.reason;
  const [kafka, postgres] = servers;
  const logs = join(folder, 'logs');
  mkdirSync(logs);
  return {
    TEST_KAFKA_BROKERS: kafka.brokers.join(','),
    TEST_DATABASE_URL: postgres.url,
    TEST_JARS_DIR: jarsDir,
    TEST_LOGS_DIR: logs,
  };
}

/** All logs of the run, the servers' own among them: a secret in any of them fails it. */
async function requireNoSecrets() {
  if (folder === undefined) return 0;
  const { found, lines } = await secretsInLogs([folder, join(folder, 'logs')]);
  for (const sentence of found.slice(0, 20)) console.error(sentence);
  console.error(`${lines} lines of logs were looked through for secrets, ${found.length} hold one.`);
  return found.length === 0 ? 0 : 1;
}

/** Specs beside the code work without a server; a rule of .dependency-cruiser.js holds them to it. */
function needsServers(args) {
  // Where a report of the run is asked for, Jest would write the list there.
  const chosen = args.filter((arg) => !/^--(json|outputFile)/.test(arg));
  const asked = execFileSync(process.execPath, [jest, ...chosen, '--listTests'], { cwd: root, encoding: 'utf8' });
  const inTest = join(root, 'test') + sep;
  return asked.split('\n').some((file) => file.startsWith(inTest));
}

function jestArgs() {
  const own = process.argv.slice(2);
  const choosesWorkers = own.some((arg) => /^(-i|-w.*|--runInBand|--maxWorkers.*)$/.test(arg));
  return [...(choosesWorkers ? [] : [`--maxWorkers=${WORKERS}`]), ...own];
}

// A signal does not end this script at once: it goes on below to where it stops the servers.
let signalled;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => (signalled = 128 + constants.signals[signal]));
}

try {
  await install();
  const variables = needsServers(process.argv.slice(2)) ? await startServers() : {};
  const code =
    signalled ?? (await run(process.execPath, [jest, ...jestArgs()], { env: { ...process.env, ...variables } }));
  const leaked = await requireNoSecrets();
  await cleanUp();
  process.exit(signalled ?? (code || leaked));
} catch (error) {
  await cleanUp();
  // The servers' own failures that a person can mend come from compiled code, with a class of their own.
  fail(error instanceof Error && error.name === 'UserError' ? new Problem(error.message) : error);
}
