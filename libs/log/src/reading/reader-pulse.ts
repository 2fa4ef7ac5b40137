/** A partition that its reader does not get on with, although there is more to read. */
export interface Stall {
  partition: number;
  /** Where the reader stands: the next offset that it has to handle. */
  offset: number;
  end: number;
  forMs: number;
}

/** So long may a reader stand still before what is left to read; a batch that takes longer than that is a reason to look. */
const STALLED_AFTER_MS = 10_000;
/** A reader that has ended more than once, and did so just now, is one that ends again and again. */
const CRASHED_LATELY_MS = 30_000;

interface Progress {
  next: number;
  end: number;
  /** When it was found behind its end and has not moved since. */
  behindSince?: number;
  /** Why it was not handled when that was tried last. */
  trouble?: string;
}

/**
 * How one reader of a topic goes: where it stands, where the topic ends, since when it does not move, and why it ended last. One that is idle,
 * or slow but moving, has nothing to complain of. It reads nothing itself, and asks no clock but the one that it was given.
 */
export class ReaderPulse {
  private readonly progress = new Map<number, Progress>();
  private lastCrash: { at: number; reason: string } | undefined;
  /** Crashes since the reader got on with anything. */
  private crashesInARow = 0;
  crashes = 0;
  /** Questions that were not answered yet. */
  private readonly asked = new Set<{ what: string; since: number }>();

  constructor(
    /** What it reads and whom for, as an operator knows it. */
    readonly reader: string,
    readonly topic: string,
    private readonly remedy: string,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Everything of the partition before this offset has been handled. To meet again what was handled before is no movement. */
  moved(partition: number, next: number): void {
    const reached = this.progressOf(partition);
    if (next <= reached.next) return;
    reached.next = next;
    delete reached.trouble;
    this.crashesInARow = 0;
    this.judge(reached, true);
  }

  /** The partition is read from here on, wherever it was read before. */
  startsAt(partition: number, next: number): void {
    const reached = this.progressOf(partition);
    reached.next = next;
    this.judge(reached, true);
  }

  /** Where the partitions end; asked for again and again by whoever owns the reader. */
  sawEnds(ends: readonly number[] | ReadonlyMap<number, number>): void {
    for (const [partition, end] of ends.entries()) {
      const reached = this.progressOf(partition);
      reached.end = end;
      this.judge(reached, false);
    }
  }

  /** The reader has ended and begins again. */
  crashed(reason: string): void {
    this.crashes += 1;
    this.crashesInARow += 1;
    this.lastCrash = { at: this.now(), reason };
  }

  /** It was answered by the broker, or has done its work; whether it gets on with every partition is another question. */
  works(): void {
    this.crashesInARow = 0;
  }

  /** What came of a partition could not be handled and is tried again. */
  troubled(partition: number, reason: string): void {
    this.progressOf(partition).trouble = reason;
  }

  /** Asks somebody else for what is to be read: a question that is not answered is no movement, and nobody else tells of it. */
  async during<T>(what: string, ask: () => Promise<T>): Promise<T> {
    const question = { what, since: this.now() };
    this.asked.add(question);
    try {
      return await ask();
    } finally {
      this.asked.delete(question);
    }
  }

  /** Somebody else reads these partitions, or nobody has to any more. */
  handles(partitions: readonly number[]): void {
    for (const partition of this.progress.keys()) if (!partitions.includes(partition)) this.progress.delete(partition);
  }

  /** Where it stands in a partition. */
  nextOf(partition: number): number {
    return this.progress.get(partition)?.next ?? 0;
  }

  /** Records that are left to read. */
  get lag(): number {
    return [...this.progress.values()].reduce((sum, { next, end }) => sum + Math.max(0, end - next), 0);
  }

  get stalls(): Stall[] {
    return [...this.progress].flatMap(([partition, { next, end, behindSince }]) => {
      const forMs = behindSince === undefined ? 0 : this.now() - behindSince;
      return forMs >= STALLED_AFTER_MS ? [{ partition, offset: next, end, forMs }] : [];
    });
  }

  /** What is wrong, where and what to do; nothing while it goes well. */
  get complaint(): string | undefined {
    const [first, ...others] = this.stalls;
    if (first !== undefined) {
      const { partition, offset, end, forMs } = first;
      const why = this.progress.get(partition)?.trouble ?? this.lately?.reason;
      return (
        `${this.reader}: ${this.topic} partition ${partition} stands at offset ${offset} for ${Math.round(forMs / 1_000)} s, ` +
        `its end is ${end}${others.length === 0 ? '' : `, and ${others.length} other partition(s) stand too`}` +
        `${why === undefined ? '' : ` (${why})`}. ${this.remedy}`
      );
    }
    for (const { what, since } of this.asked) {
      const forMs = this.now() - since;
      if (forMs < STALLED_AFTER_MS) continue;
      return `${this.reader}: ${this.topic} is not read, ${what} is not answered for ${Math.round(forMs / 1_000)} s. ${this.remedy}`;
    }
    if (this.lately === undefined || this.crashesInARow < 2) return undefined;
    return `${this.reader}: ${this.topic} is not read, ${this.crashesInARow} tries have failed (${this.lately.reason}). ${this.remedy}`;
  }

  private get lately(): { at: number; reason: string } | undefined {
    const { lastCrash } = this;
    return lastCrash !== undefined && this.now() - lastCrash.at < CRASHED_LATELY_MS ? lastCrash : undefined;
  }

  private judge(reached: Progress, hasMoved: boolean): void {
    if (reached.next >= reached.end) delete reached.behindSince;
    else if (hasMoved) reached.behindSince = this.now();
    else reached.behindSince ??= this.now();
  }

  private progressOf(partition: number): Progress {
    let reached = this.progress.get(partition);
    if (reached === undefined) {
      reached = { next: 0, end: 0 };
      this.progress.set(partition, reached);
    }
    return reached;
  }
}
