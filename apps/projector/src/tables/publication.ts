import { setTimeout as pause } from 'node:timers/promises';

import type { Chart } from '#domain';
import { type CompactedTopic, hashOf, type RawReader, type ReaderPulse, sentenceOf } from '#log';
import {
  type Database,
  type ReadModels,
  readStanding,
  readStatesOf,
  readTouched,
  unitYearId,
  type UnitYearKey,
  type UnitYearState,
} from '#read-model';
import { publishedPlaceOf, TABLES_FORM } from '#wire';

import { PublishedStates } from './published-states';
import { tablesMessageOf } from './tables-record';

const KEYS_A_PAGE = 500;
const KEYS_A_ROUND = 50;
const CHECKED_A_ROUND = 10;
const READ_BACK_WITHIN_MS = 15_000;

/**
 * Keeps the topic as the read model stands, for as long as one log lasts. It writes whole states and decides by what it reads back, so
 * it does not matter who else writes, what arrives late or what was lost: as long as one publisher lives, the last record of each key
 * becomes the newest.
 */
export class Publication {
  private readonly states: PublishedStates;
  /** Everything before these offsets of the topic has been read. */
  private readonly readTo: number[];
  /** Everything of the log before these offsets has been looked at. */
  private readonly lookedTo = new Map<number, number>();
  private readonly keys = new Map<string, UnitYearKey>();
  private reader: RawReader | undefined;
  /** Hashes of what was written last, by key: its own records need not be compared. */
  private readonly written = new Map<string, string>();
  /** Hashes of what stands there by other hands, until it was compared. */
  private readonly found = new Map<string, string>();
  private isStarted = false;

  constructor(
    /** The version that is read: records are those of its tables, whichever it is. */
    private readonly readModels: Pick<ReadModels, 'serving'>,
    private readonly topic: CompactedTopic,
    private readonly chart: Chart,
    private readonly log: string,
    /** Called when a record was read that is not the newest. */
    private readonly onBehind: () => void,
    /** Told of each state that no record can hold. */
    private readonly onUnpublished: (what: string) => void,
    private readonly events: { topic: string; onForged: (what: string) => void },
    private readonly pulse: ReaderPulse,
  ) {
    this.states = new PublishedStates({ log, form: TABLES_FORM, chartHash: chart.hash });
    this.readTo = new Array<number>(topic.partitions).fill(0);
  }

  get countBehind(): number {
    return this.states.countBehind;
  }

  /** Reads what the topic holds. */
  async start(): Promise<void> {
    this.reader = await this.topic.read((partition, records) => {
      for (const { key, value, offset, mark } of records) {
        // After a lost broker the reader begins earlier; what it has read before says nothing new.
        if (offset < (this.readTo[partition] ?? 0)) continue;
        this.readTo[partition] = offset + 1;
        if (mark !== undefined) continue;
        this.takeRecord(key?.toString('utf8') ?? '', value);
      }
      this.pulse.moved(partition, this.readTo[partition] ?? 0);
      if (this.states.countBehind > 0) this.onBehind();
      return Promise.resolve();
    }, this.pulse);
    await this.readBack();
    this.isStarted = true;
  }

  /** What stood there before this publisher began was written by another; what comes now by other hands is compared. */
  private takeRecord(key: string, value: Buffer | null): void {
    const hash = value === null || !this.isStarted ? '' : hashOf(value);
    const isUnknown = hash !== '' && this.written.get(key) !== hash;
    if (isUnknown) this.found.set(key, hash);
    this.states.read(key, publishedPlaceOf(value), isUnknown);
  }

  async stop(): Promise<void> {
    await this.reader?.stop();
  }

  /** One round: what has changed since the last one, and up to so many records. Answers whether there is more to do. */
  async round(): Promise<boolean> {
    this.pulse.sawEnds(await this.topic.endOffsets());
    await this.lookAndDoubt();
    await this.check();
    const keys = this.states.toPublish(KEYS_A_ROUND).flatMap((id) => this.keys.get(id) ?? []);
    if (keys.length === 0) return false;
    const { states } = await this.ask((database) => readStatesOf(database, keys));
    const newest = states.filter((state) => this.states.mayPublish(unitYearId(state), state.touched.revision));
    const messages = newest.flatMap((state) => this.messageOf(state) ?? []);
    for (const { key, value } of messages) this.written.set(key, hashOf(value));
    await this.topic.publish(messages);
    if (messages.length > 0) await this.readBack();
    return this.states.countBehind > 0;
  }

  private async lookAndDoubt(): Promise<void> {
    const ahead = this.states.ahead();
    const ends = ahead.size === 0 ? [] : await this.topic.endOffsetsOf(this.events.topic);
    await this.look();
    this.states.doubt(ahead, this.lookedTo, ends).forEach(this.events.onForged);
  }

  /** A record is a function of the log, so one of the same revision with other bytes was made of something else. */
  private async check(): Promise<void> {
    const keys = this.states.toCheck(CHECKED_A_ROUND).flatMap((id) => this.keys.get(id) ?? []);
    if (keys.length === 0) return;
    const { states } = await this.ask((database) => readStatesOf(database, keys));
    for (const state of states) {
      const id = unitYearId(state);
      const message = this.messageOf(state);
      const isSame = message !== undefined && hashOf(message.value) === this.found.get(id);
      this.found.delete(id);
      if (message !== undefined && !isSame)
        this.states.differs(id, state.touched.revision).forEach(this.events.onForged);
    }
  }

  /** What cannot be printed keeps none of the others back: it is told once for each of its revisions, and left out. */
  private messageOf(state: UnitYearState): ReturnType<typeof tablesMessageOf> | undefined {
    try {
      return tablesMessageOf(state, this.log, this.chart);
    } catch (error) {
      const id = unitYearId(state);
      this.states.giveUp(id, state.touched.revision);
      this.onUnpublished(`${id} at revision ${state.touched.revision} cannot be published: ${sentenceOf(error)}`);
      return undefined;
    }
  }

  /** Finds out which unit-years were touched since it was asked last. At first these are all of them. */
  private async look(): Promise<void> {
    const { log, next } = await this.ask(readStanding);
    if (log !== undefined && log !== this.log) throw new Error('the tables are those of another log');
    for (const [partition, end] of next) {
      for (let from = this.lookedTo.get(partition) ?? 0; from < end;) {
        const touched = await this.ask((database) => readTouched(database, partition, from, KEYS_A_PAGE));
        for (const unitYear of touched) {
          const id = unitYearId(unitYear);
          const isFirstLook = !this.keys.has(id);
          this.keys.set(id, unitYear);
          this.states.want(id, unitYear, isFirstLook);
        }
        const last = touched.at(-1);
        from = last === undefined ? end : last.offset + 1;
      }
      this.lookedTo.set(partition, Math.max(end, this.lookedTo.get(partition) ?? 0));
    }
  }

  private ask<T>(question: (database: Database) => Promise<T>): Promise<T> {
    return this.pulse.during('a question to the database', async () => {
      const { database } = await this.readModels.serving();
      return question(database);
    });
  }

  /** Waits until everything that stands in the topic now has been read. */
  private async readBack(): Promise<void> {
    const ends = await this.topic.endOffsets();
    const deadline = Date.now() + READ_BACK_WITHIN_MS;
    while (ends.some((end, partition) => (this.readTo[partition] ?? 0) < end)) {
      this.pulse.sawEnds(ends);
      if (Date.now() > deadline) throw new Error('the topic cannot be read back');
      await pause(10);
    }
  }
}
