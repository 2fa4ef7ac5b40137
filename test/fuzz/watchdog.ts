import { get, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

import type { ServiceProcess } from '../chaos/service-process';
import { PATIENCE_MS } from './http-sender';
import { residentMiB } from './place';

const EVERY_MS = 250;

export interface Watched {
  name: string;
  /** Before anything was sent, and when all was. */
  firstMiB: number;
  lastMiB: number;
  mostMiB: number;
  /** The longest that it took to say that it lives. */
  slowestMs: number;
}

/** Asks each process all the time whether it lives, on a connection of its own, and how much memory it holds. */
export class Watchdog {
  readonly seen: Watched[];
  readonly wrong: string[] = [];
  private readonly stopping = new AbortController();
  private readonly running: Promise<unknown>;

  constructor(services: readonly ServiceProcess[]) {
    this.seen = services.map(({ name }) => ({ name, firstMiB: 0, lastMiB: 0, mostMiB: 0, slowestMs: 0 }));
    this.running = Promise.all(services.map((service, at) => this.watch(service, this.seen[at] as Watched)));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async watch(service: ServiceProcess, seen: Watched): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const started = performance.now();
      const lives = await isAlive(service.url);
      const milliseconds = performance.now() - started;
      seen.slowestMs = Math.max(seen.slowestMs, milliseconds);
      if (service.pid === undefined) return;
      seen.lastMiB = residentMiB(service.pid);
      seen.firstMiB ||= seen.lastMiB;
      seen.mostMiB = Math.max(seen.mostMiB, seen.lastMiB);
      if (!lives) this.wrong.push(`${service.name} did not say within ${Math.round(milliseconds)} ms that it lives`);
      await pause(EVERY_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }
}

async function isAlive(url: string): Promise<boolean> {
  const question = get(`${url}/health/live`, { agent: false, timeout: PATIENCE_MS });
  question.once('timeout', () => question.destroy());
  try {
    const [answer] = (await once(question, 'response')) as [IncomingMessage];
    answer.resume();
    return answer.statusCode === 200;
  } catch {
    return false;
  }
}
