// Brings a clone to where it can run: the right Node, the npm packages of the lock file, the compiled sources.
// It knows nothing but Node itself, because nothing else need be there yet.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Made by `npm run check` in packages/client, from docs/openapi.json; nothing that runs needs it. */
const INTERFACE_TYPES = 'schema.ts';
const LINES_EVERY_MS = 10_000;

export const root = fileURLToPath(new URL('..', import.meta.url));
const stampFile = join(root, 'dist', '.built.json');

/** A failure that its reader can mend: its message is shown without a stack trace. */
export class Problem extends Error {}

/** Shows what went wrong and ends; for scripts that are run as commands. */
export function fail(error) {
  console.error(error instanceof Problem ? error.message : error);
  process.exit(1);
}

/** The oldest Node that package.json allows; it is stated there alone, as `>=20.19`. */
function oldestNode() {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return engines.node.replace('>=', '').split('.').map(Number);
}

export function checkNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = oldestNode();
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new Problem(`Node ${version} is too old: install Node ${oldestMajor}.${oldestMinor} or newer.`);
}

/** Installs the npm packages when those in node_modules are not the ones that the lock file names. */
export async function installPackages() {
  checkNode();
  if (packagesAreThere()) return;
  // Compilers and test tools are needed even where NODE_ENV says production, since what runs is built here.
  await step('Installing the npm packages', npm(['ci', '--include=dev', '--no-audit', '--no-fund']));
}

/** Compiles when a source or a setting of the compiler is not what it was at the last build. */
export async function build() {
  const sources = listSources();
  const paths = hash(sources.map((each) => each.path));
  const contents = hash(sources.map((each) => `${each.path} ${each.size} ${each.modified}`));
  const last = existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : {};
  if (last.contents === contents) return;
  // What was compiled from a file that is gone must go too; otherwise the compiler goes on from its last state.
  if (last.paths !== paths) rmSync(join(root, 'dist'), { recursive: true, force: true });
  rmSync(stampFile, { force: true });
  await step('Compiling', npm(['run', '--silent', 'build']));
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stampFile, JSON.stringify({ paths, contents }));
}

export async function install() {
  await installPackages();
  await build();
}

/** Runs a command with its output in view, and says how long it took. */
async function step(title, { command, args }) {
  const started = Date.now();
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(0)} s`;
  console.error(`${title} ...`);
  const lines = setInterval(() => console.error(`${title} ... ${seconds()}`), LINES_EVERY_MS);
  try {
    // Everything goes to stderr: stdout belongs to what the person asked for.
    const code = await run(command, args, { stdio: ['ignore', 2, 2] });
    if (code !== 0)
      throw new Problem(`${title} failed: the reason stands above; mend it and run the same command again.`);
  } finally {
    clearInterval(lines);
  }
  console.error(`${title}: done after ${seconds()}.`);
}

/** Runs a command until it ends and answers its exit code; signals that reach us are passed on, so that it ends first. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    const forward = (signal) => child.kill(signal);
    // When this script ends for another reason, such as a second command that failed beside this one, it ends too.
    const end = () => child.kill();
    process.on('exit', end);
    for (const signal of SIGNALS) process.on(signal, forward);
    const cleanUp = () => {
      process.off('exit', end);
      for (const signal of SIGNALS) process.off(signal, forward);
    };
    child.once('error', () => {
      cleanUp();
      reject(new Problem(`${command} could not be run: check that it is installed.`));
    });
    child.once('exit', (code, signal) => {
      cleanUp();
      resolve(signal === null ? code : 128 + constants.signals[signal]);
    });
  });
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** The npm that started us, if one did: there may be several on a machine. */
export function npm(args) {
  const own = process.env.npm_execpath;
  return own?.endsWith('.js') ? { command: process.execPath, args: [own, ...args] } : { command: 'npm', args };
}

/**
 * npm writes down what it installed in a lock file of its own. Comparing what the two name is safer than comparing their
 * times, which a checkout or a copy changes.
 */
function packagesAreThere() {
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, optional, link }]) => {
    // The first entry is this project itself, and optional packages for other machines are left out.
    if (path === '' || link) return true;
    return path in installed ? installed[path].version === version : optional === true;
  });
}

function listSources() {
  const files = ['package.json', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'];
  for (const room of ['apps', 'libs', 'packages']) {
    for (const entry of readdirSync(join(root, room), { recursive: true, withFileTypes: true })) {
      if (entry.isFile() && !entry.name.endsWith('.spec.ts') && entry.name !== INTERFACE_TYPES)
        files.push(join(room, entryPath(entry, room), entry.name));
    }
  }
  return files.sort().map((path) => {
    const { size, mtimeMs } = statSync(join(root, path));
    return { path, size, modified: mtimeMs };
  });
}

/** The folder of an entry below its room; Node calls it parentPath. */
function entryPath(entry, room) {
  return entry.parentPath.slice(join(root, room).length);
}

function hash(lines) {
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}
