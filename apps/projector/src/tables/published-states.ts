import { positionOf } from '#domain';
import type { PublishedPlace } from '#wire';

/** What the newest state of a unit-year stands on. */
interface WantedPlace {
  revision: number;
  partition: number;
}

/** A record whose like no publisher of this log can have written, in words. */
type Forgery = string;

/** How often a record of the same revision with other contents is replaced: a publisher of another version may write it again for ever. */
const MOST_REPAIRS = 3;

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
  /** Keys whose last record is one that this log cannot have led to. */
  private readonly forged = new Set<string>();
  /** Keys whose last record came while this publisher lived, and that was not compared with the read model yet. */
  private readonly unchecked = new Set<string>();
  private readonly repairs = new Map<string, { revision: number; count: number }>();

  constructor(private readonly own: OwnForm) {}

  /** The read model holds this state. `isFirstLook` is true once for each key: then other charts are reason enough to publish. */
  want(key: string, wanted: WantedPlace, isFirstLook: boolean): void {
    this.wanted.set(key, wanted);
    const last = this.last.get(key);
    const hasOtherCharts = last !== undefined && last.form <= this.own.form && last.chartHash !== this.own.chartHash;
    this.judge(key, isFirstLook && hasOtherCharts);
  }

  /** A record of the topic, in the order of its partition. A record without a place is none of ours, and hides what stood there. */
  read(key: string, place: PublishedPlace | undefined, isUnknown = false): void {
    this.last.set(key, place);
    this.forged.delete(key);
    if (isUnknown && place !== undefined) this.unchecked.add(key);
    else this.unchecked.delete(key);
    if (this.wanted.has(key)) this.judge(key, false);
  }

  /** False for a state that is older than what is known: a read model that is made again must not set the topic back. */
  mayPublish(key: string, revision: number): boolean {
    const last = this.last.get(key);
    const isBehindTopic = last?.log === this.own.log && last.revision > revision && !this.forged.has(key);
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

  /** The last records that are further than the read model. */
  ahead(): ReadonlyMap<string, PublishedPlace> {
    const found = new Map<string, PublishedPlace>();
    for (const [key, wanted] of this.wanted) {
      const last = this.last.get(key);
      if (last?.log !== this.own.log || last.revision <= wanted.revision || this.forged.has(key)) continue;
      found.set(key, last);
    }
    return found;
  }

  /**
   * Doubts records that are further than the read model: one that names a place that the read model is past by now, that is not in the log, or
   * that is another stream's, has not been made of this log. The places are those of a look that began after the records were read.
   */
  doubt(
    ahead: ReadonlyMap<string, PublishedPlace>,
    lookedTo: ReadonlyMap<number, number>,
    logEnds: readonly number[],
  ): Forgery[] {
    return [...ahead].flatMap(([key, place]) => {
      const wanted = this.wanted.get(key);
      if (wanted === undefined || this.last.get(key) !== place || place.revision <= wanted.revision) return [];
      const { partition, offset, revision } = place;
      const isAhead = offset >= (lookedTo.get(partition) ?? 0) && offset < (logEnds[partition] ?? 0);
      if (partition === wanted.partition && isAhead) return [];
      this.forged.add(key);
      this.judge(key, false);
      return [
        `${key} claims revision ${revision} at ${positionOf({ partition, offset })}, and the log leads to revision ${wanted.revision}`,
      ];
    });
  }

  /** Some keys whose last record is to be compared with what would be written; each is named once. */
  toCheck(most: number): string[] {
    const keys = [...this.unchecked].slice(0, most);
    for (const key of keys) this.unchecked.delete(key);
    return keys.filter((key) => {
      const last = this.last.get(key);
      const isOwn = last?.log === this.own.log && last.form === this.own.form && last.chartHash === this.own.chartHash;
      return isOwn && last.revision === this.wanted.get(key)?.revision;
    });
  }

  /** The last record of the key says something else than the read model at that revision. */
  differs(key: string, revision: number): Forgery[] {
    if (this.last.get(key)?.revision !== revision || this.wanted.get(key)?.revision !== revision) return [];
    const before = this.repairs.get(key);
    const count = before?.revision === revision ? before.count + 1 : 1;
    this.repairs.set(key, { revision, count });
    if (count <= MOST_REPAIRS) {
      this.forged.add(key);
      this.judge(key, false);
    }
    const what = count <= MOST_REPAIRS ? 'is replaced' : 'is left, since somebody writes it again and again';
    return [`${key} at revision ${revision} says something else than the log, and ${what}`];
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
    if (last === undefined || wanted === undefined || last.log !== this.own.log || this.forged.has(key)) return false;
    return last.revision > wanted.revision || (last.revision === wanted.revision && last.form >= this.own.form);
  }
}
