import { setTimeout as delay } from 'node:timers/promises';

import type { Admin } from 'kafkajs';

import { kafkaOf } from './connect';
import type { LogSettings } from './kafka-log';
import { describeSettings, topicsOf } from './topic';
import { type TopicRole, wrongWith } from './topic-settings';

const EVERY_MS = 5_000;

export interface SettingsWatchOptions extends Pick<
  LogSettings,
  'brokers' | 'security' | 'clientId' | 'prefix' | 'replication'
> {
  roles: readonly TopicRole[];
  /** Told when a topic becomes unfit for what it is for, unfit in another way, or fit again: then with nothing. */
  onChange: (topic: string, wrong: string | undefined) => void;
}

/**
 * Looks again and again at the settings of topics that are in use. Somebody may alter them at any time, and a broker that has begun to
 * delete says nothing of it.
 */
export class SettingsWatch {
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>;
  /** By topic, what is wrong with it. */
  private readonly wrong = new Map<string, string>();
  /** Of the log, as it was when it was seen first. */
  private partitions: number | undefined;

  constructor(private readonly options: SettingsWatchOptions) {
    this.running = this.run();
  }

  /** What is wrong now, with the way on; nothing while all is well. What cannot be asked stays as it was. */
  get unfit(): string | undefined {
    if (this.wrong.size === 0) return undefined;
    return [...this.wrong].map(([topic, wrong]) => `${topic}: ${wrong}. Alter the topic`).join('; ');
  }

  get unfitTopics(): number {
    return this.wrong.size;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.isRunning()) {
      const admin = kafkaOf(this.options).admin();
      try {
        await admin.connect();
        while (this.isRunning()) {
          await this.lookAtAll(admin);
          await this.rest();
        }
      } catch {
        // Lost brokers are told of by those who read and write. A new connection asks again.
        await this.rest();
      } finally {
        await admin.disconnect().catch(() => undefined);
      }
    }
  }

  private isRunning(): boolean {
    return !this.stopping.signal.aborted;
  }

  private async lookAtAll(admin: Admin): Promise<void> {
    const topics = topicsOf(this.options.prefix);
    const existing = new Set(await admin.listTopics());
    for (const role of this.options.roles) if (existing.has(topics[role])) await this.lookAt(admin, role, topics[role]);
  }

  private async lookAt(admin: Admin, role: TopicRole, topic: string): Promise<void> {
    const { replication } = this.options;
    const seen = await describeSettings(admin, topic);
    if (role === 'events') this.partitions ??= seen.replicas.length;
    const { partitions } = this;
    const expected = role === 'events' && partitions !== undefined ? { partitions } : {};
    const wrong = wrongWith(role, seen, { ...expected, ...(replication === undefined ? {} : { replication }) });
    const now = wrong.length === 0 ? undefined : wrong.join('; ');
    if (now === this.wrong.get(topic)) return;
    if (now === undefined) this.wrong.delete(topic);
    else this.wrong.set(topic, now);
    this.options.onChange(topic, now);
  }

  private async rest(): Promise<void> {
    await delay(EVERY_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}
