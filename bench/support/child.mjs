// Work that is measured in a process of its own, so that it has a compiler and a heap of its own. Parent and child talk over Node's channel.
import { fork, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { root } from '../../scripts/install.mjs';

const CHILDREN = join(dirname(fileURLToPath(import.meta.url)), '..', 'children');
const READY_WITHIN_MS = 120_000;

const running = new Set();
// One that was being started when the measurement ended is in nobody's list yet.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

function noted(child) {
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** In a child: answers the parent's calls until the parent lets go. */
export function serve(handlers) {
  process.on('message', async ({ id, name, args }) => {
    try {
      process.send?.({ id, result: await handlers[name](args) });
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  process.on('disconnect', () => process.exit());
}

/** In the parent: a child that answers `call(name, args)`. */
export function startChild(file, { execArgv = [] } = {}) {
  const child = noted(fork(join(CHILDREN, file), { execArgv, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }));
  const open = new Map();
  let next = 0;
  child.on('message', (/** @type {{ id: number, result?: unknown, error?: string }} */ { id, result, error }) => {
    const { resolve, reject } = open.get(id);
    open.delete(id);
    if (error === undefined) resolve(result);
    else reject(new Error(`${file}: ${error}`));
  });
  child.on('exit', (code) => {
    for (const { reject } of open.values()) reject(new Error(`${file} ended with code ${code}`));
  });
  return {
    call(name, args = {}) {
      return new Promise((resolve, reject) => {
        const id = next++;
        open.set(id, { resolve, reject });
        child.send({ id, name, args });
      });
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.disconnect();
      await ended;
    },
  };
}

/** One of the project's services, as it is run in production: resolves when it is ready. */
export async function startService(name, port, env, { execArgv = [] } = {}) {
  const main = join(root, 'dist', 'apps', name, 'src', 'main.js');
  const child = noted(
    spawn(process.execPath, [...execArgv, main], {
      env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'warn', ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    }),
  );
  const service = {
    pid: child.pid,
    port,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
  try {
    await untilReady(name, child, port);
  } catch (error) {
    await service.stop();
    throw error;
  }
  return service;
}

async function untilReady(name, child, port) {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the ${name} ended with code ${child.exitCode}`);
    const isReady = await fetch(`http://127.0.0.1:${port}/health/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isReady) return;
    await delay(20);
  }
  throw new Error(`the ${name} did not become ready`);
}
