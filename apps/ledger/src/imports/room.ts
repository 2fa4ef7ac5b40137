import { Problem } from '#platform';

/** Files that are read, tried or posted at the same time; each takes memory while it is. */
const AT_ONCE = 2;
const MOST_WAITING = 20;

/** Does a few things at a time; the others wait in their order, and who would wait too long is told so. */
export class Room {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= AT_ONCE) {
      if (this.waiting.length >= MOST_WAITING) throw new Problem('overloaded');
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else this.running += 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }
}
