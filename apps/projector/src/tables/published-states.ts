import type { PublishedPlace } from '#wire';

/** What the newest state of a unit-year stands on. */
interface WantedPlace {
  revision: number;
}

/** What this publisher would write. */
interface OwnForm {
  log: string;
  form: number;
  chartHash: string;
}

/**
 * Which unit-years the topic does not show as they stand. It judges by what was read back and by nothing else: neither an
 * acknowledgement nor a memory of having written counts. Pure bookkeeping.
 */
export class PublishedStates {
  private readonly wanted = new Map<string, WantedPlace>();
  /** The last record of each key, as it was read. */
  private readonly last = new Map<string, PublishedPlace | undefined>();
  private readonly behind = new Set<string>();
  /** Revisions of unit-years that no record can hold. */
  private readonly given = new Map<string, number>();

  constructor(private readonly own: OwnForm) {}

  /** The read model holds this state. `isFirstLook` is true once for each key: then other charts are reason enough to publish. */
  want(key: string, wanted: WantedPlace, isFirstLook: boolean): void {
    this.wanted.set(key, wanted);
    const last = this.last.get(key);
    const hasOtherCharts = last !== undefined && last.form <= this.own.form && last.chartHash !== this.own.chartHash;
    this.judge(key, isFirstLook && hasOtherCharts);
  }

  /** A record of the topic, in the order of its partition. A record without a place is none of ours, and hides what stood there. */
  read(key: string, place: PublishedPlace | undefined): void {
    this.last.set(key, place);
    if (this.wanted.has(key)) this.judge(key, false);
  }

  /** False for a state that is older than what is known: a read model that is made again must not set the topic back. */
  mayPublish(key: string, revision: number): boolean {
    const last = this.last.get(key);
    const isBehindTopic = last?.log === this.own.log && last.revision > revision;
    return !isBehindTopic && revision >= (this.wanted.get(key)?.revision ?? 0);
  }

  /** Up to so many unit-years that have to be published; those that were named before come last, since some may not be to be had yet. */
  toPublish(most: number): string[] {
    const keys = [...this.behind].slice(0, most);
    for (const key of keys) {
      this.behind.delete(key);
      this.behind.add(key);
    }
    return keys;
  }

  /** This state cannot be published; a later one of the unit-year may be. */
  giveUp(key: string, revision: number): void {
    this.given.set(key, revision);
    this.behind.delete(key);
  }

  get countBehind(): number {
    return this.behind.size;
  }

  private judge(key: string, isOutdated: boolean): void {
    const isGivenUp = this.given.get(key) === this.wanted.get(key)?.revision;
    if (isGivenUp || (!isOutdated && this.isNewest(key))) this.behind.delete(key);
    else this.behind.add(key);
  }

  /** A record from further on in the log, or in a later form, is not ours to replace: this read model is what is behind. */
  private isNewest(key: string): boolean {
    const last = this.last.get(key);
    const wanted = this.wanted.get(key);
    if (last === undefined || wanted === undefined || last.log !== this.own.log) return false;
    return last.revision > wanted.revision || (last.revision === wanted.revision && last.form >= this.own.form);
  }
}
