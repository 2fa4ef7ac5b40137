import { readFileSync, statSync } from 'node:fs';

import { reasonOf } from '#basics';

import { ConfigError } from './config';

/** Files of people and rights are small; what is larger is another file. */
const MOST_BYTES = 4 << 20;
const LOOK_EVERY_MS = 1_000;

/** What hears of a file that is read again. */
export interface FileEvents {
  changed(sentence: string): void;
  refused(sentence: string): void;
}

/**
 * A file that is read when it is made, and again whenever it has changed. One that cannot be understood any more changes nothing: what it said
 * before goes on to count, and its fault is told until it is mended. Looked at by its stamp, because notices of changes are lost over
 * networks and when a folder is mounted anew.
 */
export class WatchedFile<T> {
  private stamp: string;
  private current: T;
  private fault: string | undefined;
  private timer: NodeJS.Timeout | undefined;

  /** Throws ConfigError where the file cannot be understood: nobody starts with a guess. */
  constructor(
    private readonly path: string,
    private readonly parse: (text: string) => T,
  ) {
    this.stamp = stampOf(path);
    this.current = this.read();
  }

  get value(): T {
    return this.current;
  }

  /** Why what stands in the file does not count; undefined where it does. */
  get complaint(): string | undefined {
    return this.fault;
  }

  watch(events: FileEvents): void {
    this.timer = setInterval(() => this.look(events), LOOK_EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private look(events: FileEvents): void {
    const stamp = stampOf(this.path);
    if (stamp === this.stamp) return;
    this.stamp = stamp;
    try {
      this.current = this.read();
      this.fault = undefined;
      events.changed(`${this.path} 已重新载入。 ${this.path} was read again.`);
    } catch (error) {
      this.fault = `沿用之前的内容 what it said before still counts: ${reasonOf(error)}`;
      events.refused(this.fault);
    }
  }

  private read(): T {
    try {
      const { size } = statSync(this.path);
      if (size > MOST_BYTES) throw new ConfigError(`文件过大。 It is larger than ${MOST_BYTES >> 20} MiB.`);
      return this.parse(readFileSync(this.path, 'utf8'));
    } catch (error) {
      throw new ConfigError(`${this.path}: ${reasonOf(error)}`);
    }
  }
}

/** Changes whenever the file does; a file that is not there has a stamp as well. */
export function stampOf(path: string): string {
  try {
    const { mtimeMs, size, ino } = statSync(path);
    return `${mtimeMs} ${size} ${ino}`;
  } catch (error) {
    return reasonOf(error);
  }
}
