import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { releaseClaim, stopLeftOver } from './claim';
import { choosePort } from './free-port';
import { findPostgres, roomFor, type PostgresBinaries } from './postgres-binaries';
import { canReach, nearestExisting, postgresUser, type SystemUser } from './postgres-user';
import { runTool } from './run-tool';
import { claimFolder, launchServer, type ServerProcess } from './server-process';
import { UserError } from './user-error';

export interface PostgresOptions {
  dataDir: string;
  logFile: string;
  /** The database that is created when it is missing. */
  database: string;
  port?: number;
  /** Settings of postgresql.conf. */
  settings?: Record<string, string>;
  report: (line: string) => void;
}

export interface PostgresServer extends ServerProcess {
  url: string;
}

const ROLE = 'budget';

/** Starts a Postgres on 127.0.0.1 whose data stay in dataDir, or beside it in a common room where its user cannot enter dataDir. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const user = await postgresUser(options.report);
  const binaries = await findPostgres(user, options.report);
  await mkdir(options.dataDir, { recursive: true });
  const dataDir = await realpath(options.dataDir);
  const home = placeOfData(dataDir, user, options.report);
  const cluster = join(home, 'cluster');
  const claim = {
    name: 'Postgres',
    claimFile: join(home, 'postgres.pid'),
    marker: cluster,
    // This is the "fast" shutdown, which does not wait for clients to leave.
    stopSignal: 'SIGINT' as const,
  };
  await claimFolder(claim);
  try {
    const port = await choosePort(options.port, 'Postgres');
    const password = await passwordOf(dataDir);
    await forgetForeignCluster(home, password);
    if (!existsSync(cluster)) await initialise(binaries, home, password, user);
    await checkOwner(cluster, user);
    await clearLock(cluster, claim);
    await ensureDatabase(binaries, cluster, options.database, user);
    const server = await launchServer({
      ...claim,
      command: binaries.postgres,
      args: ['-D', cluster, ...settingArgs({ ...defaultSettings(port), ...options.settings })],
      env: environment(),
      user,
      logFile: options.logFile,
      readyWhen: /database system is ready to accept connections/,
      onWaiting: options.report,
    });
    return {
      ...server,
      url: `postgres://${ROLE}:${password}@127.0.0.1:${port}/${encodeURIComponent(options.database)}`,
    };
  } catch (error) {
    releaseClaim(claim.claimFile);
    throw error;
  }
}

function placeOfData(dataDir: string, user: SystemUser | undefined, report: (line: string) => void): string {
  if (user === undefined || canReach(nearestExisting(dataDir), user)) return dataDir;
  const room = roomFor(dataDir);
  report(`${dataDir} is closed to the system user of Postgres, so its data are kept in ${room}.`);
  return room;
}

/** The password is made once and stays beside the data, readable for nobody but the user who started this. */
async function passwordOf(dataDir: string): Promise<string> {
  const file = join(dataDir, 'password');
  if (!existsSync(file)) {
    await writeFile(`${file}.new`, randomBytes(24).toString('hex'), { mode: 0o600 });
    await rename(`${file}.new`, file);
  }
  return readFile(file, 'utf8');
}

/**
 * Data in the common room outlive a dataDir that is deleted. They are told by the password, which is deleted with dataDir, and
 * go when they belong to an earlier one: a new start must not find an old database.
 */
async function forgetForeignCluster(home: string, password: string): Promise<void> {
  const file = join(home, 'cluster.of');
  const mark = createHash('sha256').update(password).digest('hex');
  const known = existsSync(file) ? await readFile(file, 'utf8') : undefined;
  if (known === mark) return;
  await rm(join(home, 'cluster'), { recursive: true, force: true });
  await writeFile(file, mark, { mode: 0o600 });
}

/** The folder gets its name only when all is there, so that a broken-off attempt counts for nothing. */
async function initialise(
  binaries: PostgresBinaries,
  home: string,
  password: string,
  user?: SystemUser,
): Promise<void> {
  const unfinished = join(home, 'cluster.new');
  const passwordFile = join(home, 'cluster.password');
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user !== undefined) {
    await chown(unfinished, user.uid, user.gid);
    await chown(passwordFile, user.uid, user.gid);
  }
  // The built-in locale sorts by code point everywhere alike; that of the system would differ from machine to machine.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = [`--username=${ROLE}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  const result = await runTool(binaries.initdb, ['-D', unfinished, ...access, ...locale], { env: environment(), user });
  await rm(passwordFile);
  if (result.code !== 0) throw new Error(`Postgres could not prepare ${unfinished}:\n${result.stdout}${result.stderr}`);
  await rename(unfinished, join(home, 'cluster'));
}

async function checkOwner(cluster: string, user?: SystemUser): Promise<void> {
  const { uid } = await stat(cluster);
  const expected = user?.uid ?? process.getuid?.();
  if (uid === expected) return;
  throw new UserError(
    `${cluster} 属于另一用户（${uid}）：请以首次启动的用户启动，或使用另一数据目录。 ` +
      `${cluster} belongs to another user (${uid}): start as the user who started it first, or use another data folder.`,
  );
}

/**
 * Postgres leaves a lock with its process id behind when it is killed, and would refuse to start if that id belongs to another
 * process by now, as it often does in a container.
 */
async function clearLock(
  cluster: string,
  claim: { name: string; marker: string; stopSignal: NodeJS.Signals },
): Promise<void> {
  const lock = join(cluster, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number.parseInt(await readFile(lock, 'utf8'), 10);
  if (pid > 0) await stopLeftOver(pid, claim);
  await rm(lock, { force: true });
}

/** Postgres in single-user mode answers one statement and ends within a twentieth of a second: no client is needed for this. */
async function ensureDatabase(
  binaries: PostgresBinaries,
  cluster: string,
  database: string,
  user?: SystemUser,
): Promise<void> {
  const statement = `CREATE DATABASE "${database.replaceAll('"', '""')}"\n`;
  const args = ['--single', '-D', cluster, 'postgres'];
  const result = await runTool(binaries.postgres, args, { env: environment(), user, stdin: statement });
  const failed = result.code !== 0 || /\b(ERROR|FATAL|PANIC):/.test(result.stderr);
  if (failed && !/database ".*" already exists/.test(result.stderr)) {
    throw new Error(`Postgres could not create the database ${database}:\n${result.stderr}`);
  }
}

function defaultSettings(port: number): Record<string, string> {
  return {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
}

function settingArgs(settings: Record<string, string>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Without our caller's PG… variables, which are meant for another database, and with messages that can be recognised. */
function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C' };
}
