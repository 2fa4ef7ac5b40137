import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandLine, isOurs } from './process-info';
import { UserError } from './user-error';

/** What stands in the file that marks a data folder as used: the server, and the process that started it. */
export interface Claim {
  server: number | null;
  owner: number;
  ownerCommand: string;
}

interface Place {
  /** The file that marks the folder as used. */
  file: string;
  /** An argument that only the server of this folder is started with: a process id alone may belong to anybody by now. */
  marker: string;
  /** What the server is called in messages. */
  name: string;
  stopSignal: NodeJS.Signals;
}

const ORDERLY_STOP_MS = 20_000;
const KILL_MS = 5_000;

/**
 * Marks a data folder as used by this process. A server that a killed run left behind is stopped first; a run that is still
 * alive is left alone, since two servers on one folder would destroy it.
 */
export async function takeClaim(place: Place): Promise<void> {
  const previous = readClaim(place.file);
  if (previous !== undefined) {
    if (ownerLives(previous, commandLine(previous.owner))) throw inUse(place, previous);
    if (previous.server !== null) await stopLeftOver(previous.server, place);
    rmSync(place.file, { force: true });
  }
  try {
    writeFileSync(place.file, JSON.stringify(ownClaim(null)), { flag: 'wx' });
  } catch (error) {
    // Somebody was faster by a moment; the file is theirs.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw inUse(place, readClaim(place.file));
    throw error;
  }
}

export function recordServer(file: string, server: number): void {
  writeFileSync(file, JSON.stringify(ownClaim(server)));
}

export function releaseClaim(file: string): void {
  rmSync(file, { force: true });
}

/** Stops a server that nobody looks after any more, if the process is that server indeed. */
export async function stopLeftOver(pid: number, place: Omit<Place, 'file'>): Promise<void> {
  const lives = () => isOurs(commandLine(pid), place.marker);
  if (!lives()) return;
  signal(pid, place.stopSignal);
  if (await waitUntil(() => !lives(), ORDERLY_STOP_MS)) return;
  signal(pid, 'SIGKILL');
  if (await waitUntil(() => !lives(), KILL_MS)) return;
  throw new UserError(
    `上次运行的 ${place.name}（进程 ${pid}）没有结束：请结束该进程后重新启动。 ` +
      `${place.name} of an earlier run (process ${pid}) does not end: stop that process and start again.`,
  );
}

/** Whether the process that made the claim is still there: the same id with the same command line. */
export function ownerLives(claim: Claim, commandLineNow: string[] | undefined): boolean {
  return commandLineNow?.join(' ') === claim.ownerCommand;
}

/** Undefined for a file that is missing, or that a killed run left half written. */
export function readClaim(file: string): Claim | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Claim;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (error instanceof SyntaxError) return { server: null, owner: 0, ownerCommand: '' };
    throw error;
  }
}

function ownClaim(server: number | null): Claim {
  return { server, owner: process.pid, ownerCommand: (commandLine(process.pid) ?? []).join(' ') };
}

function inUse(place: Place, claim: Claim | undefined): UserError {
  const [zh, en] =
    claim === undefined ? ['另一进程', 'another process'] : [`进程 ${claim.owner} `, `process ${claim.owner}`];
  return new UserError(
    `${place.name} 已由${zh}从 ${place.file} 运行：请停止它，或使用另一数据目录。 ` +
      `${place.name} is already run from ${place.file} by ${en}: stop it, or use another data folder.`,
  );
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function waitUntil(condition: () => boolean, timeout_ms: number): Promise<boolean> {
  const deadline = Date.now() + timeout_ms;
  while (Date.now() < deadline) {
    if (condition()) return true;
    await sleep(50);
  }
  return condition();
}
