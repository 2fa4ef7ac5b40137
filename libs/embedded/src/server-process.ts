import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { recordServer, releaseClaim, takeClaim } from './claim';
import { memoryMiB } from './process-info';

/** A server that runs beside this process. */
export interface ServerProcess {
  readonly pid: number;
  /** Resolves when the server has ended, for whatever reason. */
  readonly exited: Promise<void>;
  /** Ends it in an orderly way, and by force when it does not listen. */
  stop(): Promise<void>;
  kill(signal: NodeJS.Signals): void;
  memoryMiB(): number;
}

export interface Launch {
  name: string;
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  /** The user that the server runs as; that of this process when left out. */
  user?: { uid: number; gid: number };
  logFile: string;
  claimFile: string;
  /** The argument by which a later run recognises this server; see claim.ts. */
  marker: string;
  readyWhen: RegExp;
  stopSignal: NodeJS.Signals;
  /** Hears every ten seconds what is waited for. */
  onWaiting?: (line: string) => void;
}

const READY_MS = 180_000;
const TELL_MS = 10_000;
const STOP_MS = 30_000;
const LOG_LIMIT_BYTES = 16 * 1024 * 1024;
const LINES_OF_A_FAILURE = 12;

const running = new Map<ChildProcess, NodeJS.Signals>();

// Servers have sessions of their own, so that Ctrl-C reaches only us and we stop them in order. If this process ends
// without doing so, this is the last moment at which it can still tell them.
process.on('exit', () => {
  for (const [child, stopSignal] of running) child.kill(stopSignal);
});

/** Claims the folder without starting anything yet, for work that must be done before the start. */
export function claimFolder(launch: Pick<Launch, 'claimFile' | 'marker' | 'name' | 'stopSignal'>): Promise<void> {
  return takeClaim({ ...launch, file: launch.claimFile });
}

/** Starts a server on a folder that is claimed already and resolves when its log says that it is ready. */
export async function launchServer(launch: Launch): Promise<ServerProcess> {
  const log = openLog(launch.logFile);
  const child = spawn(launch.command, launch.args, {
    cwd: '/',
    env: launch.env,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    ...launch.user,
  });
  closeSync(log.fd);
  const exited = new Promise<void>((resolve) => {
    const end = () => {
      running.delete(child);
      releaseClaim(launch.claimFile);
      resolve();
    };
    child.once('exit', end);
    child.once('error', end);
  });
  if (child.pid === undefined) {
    await exited;
    throw new Error(`${launch.name} could not be started: ${launch.command} cannot be run.`);
  }
  running.set(child, launch.stopSignal);
  recordServer(launch.claimFile, child.pid);
  const server = handle(child, child.pid, exited, launch.stopSignal);
  try {
    await untilReady(launch, child, log.start);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

function handle(child: ChildProcess, pid: number, exited: Promise<void>, stopSignal: NodeJS.Signals): ServerProcess {
  let stopping: Promise<void> | undefined;
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const stop = async () => {
    if (hasEnded()) return exited;
    child.kill(stopSignal);
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await exited;
    clearTimeout(force);
  };
  return {
    pid,
    exited,
    stop: () => (stopping ??= stop()),
    kill: (signal) => void child.kill(signal),
    memoryMiB: () => memoryMiB(pid),
  };
}

async function untilReady(launch: Launch, child: ChildProcess, logStart: number): Promise<void> {
  let tellAt = Date.now() + TELL_MS;
  const deadline = Date.now() + READY_MS;
  for (;;) {
    // The state is looked at before the log, so that the last lines of a server that ends are never missed.
    const ended = child.exitCode !== null || child.signalCode !== null;
    const output = readFrom(launch.logFile, logStart);
    if (!ended && launch.readyWhen.test(output)) return;
    if (ended) throw new Error(`${launch.name} ended while starting:\n${lastLines(output)}\n(${launch.logFile})`);
    if (Date.now() > deadline) {
      throw new Error(
        `${launch.name} was not ready after ${READY_MS / 1000} s:\n${lastLines(output)}\n(${launch.logFile})`,
      );
    }
    if (Date.now() > tellAt) {
      tellAt += TELL_MS;
      const last = output.trimEnd().split('\n').at(-1) ?? '';
      launch.onWaiting?.(`仍在等待 ${launch.name} 启动 Still waiting for ${launch.name}: ${last}`);
    }
    await sleep(25);
  }
}

/** Opens the log for appending; one that has grown large makes room, and one older log is kept. */
function openLog(file: string): { fd: number; start: number } {
  mkdirSync(dirname(file), { recursive: true });
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) renameSync(file, `${file}.old`);
  return { fd: openSync(file, 'a'), start: size > LOG_LIMIT_BYTES ? 0 : size };
}

function readFrom(file: string, start: number): string {
  const fd = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(Math.max(0, statSync(file).size - start));
    return buffer.toString('utf8', 0, readSync(fd, buffer, 0, buffer.length, start));
  } finally {
    closeSync(fd);
  }
}

function lastLines(text: string): string {
  return text.trimEnd().split('\n').slice(-LINES_OF_A_FAILURE).join('\n');
}
