import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { runTool } from './run-tool';
import { UserError } from './user-error';

export interface SystemUser {
  uid: number;
  gid: number;
}

const NAME = 'postgres';

/** The user that Postgres has to run as; undefined when we are an ordinary user ourselves. It refuses to run as root. */
export async function postgresUser(report: (line: string) => void): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const known = await lookUp();
  if (known !== undefined) return known;
  await create();
  const created = await lookUp();
  if (created === undefined) {
    throw new UserError(
      `Postgres 不能以 root 运行：请以普通用户启动，或建立系统用户 "${NAME}" 后重新启动。 ` +
        `Postgres does not run as root: start as an ordinary user, or create a system user "${NAME}" and start again.`,
    );
  }
  report(`Postgres does not run as root, so the system user "${NAME}" was created for it.`);
  return created;
}

/** Whether a user may pass through every folder on the way to a path, the last one included. */
export function canReach(path: string, user: SystemUser, stat: (folder: string) => FolderStat = statSync): boolean {
  const parent = dirname(path);
  if (parent !== path && !canReach(parent, user, stat)) return false;
  const folder = stat(path);
  // Only the class that fits first counts: an owner without the right has none, whatever the others may do.
  if (folder.uid === user.uid) return (folder.mode & 0o100) !== 0;
  if (folder.gid === user.gid) return (folder.mode & 0o010) !== 0;
  return (folder.mode & 0o001) !== 0;
}

interface FolderStat {
  uid: number;
  gid: number;
  mode: number;
}

/** The nearest folder on the way to a path that exists, without symbolic links: what can be asked about a folder that is still to come. */
export function nearestExisting(path: string): string {
  return existsSync(path) ? realpathSync(path) : nearestExisting(dirname(path));
}

async function lookUp(): Promise<SystemUser | undefined> {
  const [uid, gid] = await Promise.all([runTool('id', ['-u', NAME]), runTool('id', ['-g', NAME])]);
  return uid.code === 0 && gid.code === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : undefined;
}

async function create(): Promise<void> {
  const attempts = [
    ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', NAME],
    // The small userland of Alpine has another program for it.
    ['adduser', '-S', '-D', '-H', NAME],
  ] as const;
  for (const [command, ...args] of attempts) {
    const result = await runTool(command, args).catch(() => undefined);
    if (result?.code === 0) return;
  }
}
