// Fetches the jars of Kafka through Maven into .kafka/ and prints the folder that holds them. Progress goes to stderr.
// It is a plain script so that it can run before, and beside, the compiler.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_JAVA = 17;
const LINES_EVERY_MS = 10_000;

const root = fileURLToPath(new URL('..', import.meta.url));
const pomFile = join(root, 'deploy', 'kafka', 'pom.xml');

class Problem extends Error {}

/** Java tells its version on stderr, as 17.0.15, or 1.8.0 in the old days. */
function checkJava() {
  const home = process.env.JAVA_HOME;
  const java = home ? join(home, 'bin', 'java') : 'java';
  const wanted = `install Java ${OLDEST_JAVA} or newer${home ? ', or correct JAVA_HOME' : ''}, or set KAFKA_BROKERS to a Kafka of your own`;
  let properties;
  try {
    properties = execFileSync('/bin/sh', ['-c', '"$0" -XshowSettings:properties -version 2>&1', java], {
      encoding: 'utf8',
    });
  } catch {
    throw new Problem(`Java was not found (${java}): ${wanted}.`);
  }
  const version = /java\.specification\.version = (?:1\.)?(\d+)/.exec(properties)?.[1];
  if (Number(version) < OLDEST_JAVA) throw new Problem(`Java ${version} is too old for Kafka: ${wanted}.`);
}

async function fetchJars(pom, target) {
  const started = Date.now();
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  console.error('Fetching the jars of Kafka through Maven (45 MB, only this once) ...');
  const unfinished = join(root, '.kafka', `.fetching-${process.pid}`);
  // Neither a failure nor Ctrl-C may leave half a download behind.
  process.on('exit', () => rmSync(unfinished, { recursive: true, force: true }));
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  mkdirSync(unfinished, { recursive: true });
  const lines = setInterval(() => console.error(`Still fetching the jars of Kafka ... ${seconds()}`), LINES_EVERY_MS);
  try {
    await runMaven([
      'dependency:copy-dependencies',
      '-DincludeScope=runtime',
      `-DoutputDirectory=${join(unfinished, 'libs')}`,
    ]);
  } finally {
    clearInterval(lines);
  }
  writeFileSync(join(unfinished, 'pom.xml'), pom);
  if (!isComplete(pom, target)) {
    rmSync(target, { recursive: true, force: true });
    try {
      renameSync(unfinished, target);
    } catch (error) {
      // Another run that fetched at the same time was faster by a moment.
      if (!isComplete(pom, target)) throw error;
    }
  }
  console.error(`The jars of Kafka are there after ${seconds()}.`);
}

function runMaven(goals) {
  return new Promise((/** @type {(done?: void) => void} */ resolve, reject) => {
    const maven = spawn('mvn', ['-q', '-B', '-f', pomFile, ...goals], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    maven.stdout.on('data', (chunk) => (output += chunk));
    maven.stderr.on('data', (chunk) => (output += chunk));
    maven.once('error', () =>
      reject(
        new Problem(
          'Maven (mvn) was not found: install Maven 3.6 or newer, or set KAFKA_BROKERS to a Kafka of your own.',
        ),
      ),
    );
    maven.once('close', (code) => {
      if (code === 0) return resolve();
      const reason = output.split('\n').find((line) => line.includes('[ERROR]')) ?? output.split('\n')[0];
      const what = reason.replace(/^.*\[ERROR\]\s*/, '').replace(/ -> \[Help 1\].*$/, '');
      reject(
        new Problem(
          `Maven could not fetch the jars of Kafka; check the network and Maven's settings and try again. It says: ${what}`,
        ),
      );
    });
  });
}

/** The pom that was fetched stands beside the jars: a changed one is fetched anew. */
function isComplete(pom, target) {
  const fetched = join(target, 'pom.xml');
  return existsSync(fetched) && readFileSync(fetched, 'utf8') === pom;
}

try {
  checkJava();
  const pom = readFileSync(pomFile, 'utf8');
  const target = join(root, '.kafka', String(/<kafka\.version>(.+)<\/kafka\.version>/.exec(pom)?.[1]));
  if (!isComplete(pom, target)) await fetchJars(pom, target);
  console.log(join(target, 'libs'));
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  console.error(error.message);
  process.exit(1);
}
