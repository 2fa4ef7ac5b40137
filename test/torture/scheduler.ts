/** Randomness and time that a seed decides, so that a failing history can be run again exactly. */
export class Scheduler {
  private readonly due: { at: number; order: number; run: () => void }[] = [];
  private order = 0;
  private state: number;
  time = 1_700_000_000_000;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  /** From 0 up to 1 (mulberry32, a public-domain generator by Tommy Ettinger). */
  random(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let word = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    word = (word + Math.imul(word ^ (word >>> 7), 61 | word)) ^ word;
    return ((word ^ (word >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from 0 up to, and without, `end`. */
  below(end: number): number {
    return Math.floor(this.random() * end);
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  after(milliseconds: number, run: () => void): void {
    this.due.push({ at: this.time + milliseconds, order: this.order++, run });
  }

  delay(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(milliseconds, resolve);
    });
  }

  /** Runs one thing after another until nothing is due; promises settle in between. Answers false when the steps ran out. */
  async run(mostSteps: number): Promise<boolean> {
    for (let step = 0; step < mostSteps; step += 1) {
      const next = this.takeNext();
      if (next === undefined) return true;
      this.time = Math.max(this.time, next.at);
      next.run();
      await new Promise(setImmediate);
    }
    return false;
  }

  private takeNext(): { at: number; run: () => void } | undefined {
    let first = 0;
    this.due.forEach((entry, index) => {
      const best = this.due[first];
      if (best !== undefined && (entry.at < best.at || (entry.at === best.at && entry.order < best.order)))
        first = index;
    });
    return this.due.splice(first, 1)[0];
  }
}
