/** Lets long work of one kind be done in several turns, while whatever comes later for the same key waits until it is done. */
export class InOrder {
  /** Ends of the newest work for each key; only while there is any that took more than its own turn. */
  private readonly ends = new Map<string, Promise<void>>();

  /** Short work begins at once where nothing is before it, and then is expected to end in the same turn. */
  async run<T>(key: string, isLong: boolean, work: () => Promise<T>): Promise<T> {
    const before = this.ends.get(key);
    if (before === undefined && !isLong) return work();
    const result = before === undefined ? work() : before.then(work);
    const end = result.then(nothing, nothing);
    this.ends.set(key, end);
    void end.then(() => {
      if (this.ends.get(key) === end) this.ends.delete(key);
    });
    return result;
  }
}

function nothing(): void {
  // Whoever asked for the work hears how it ended.
}
