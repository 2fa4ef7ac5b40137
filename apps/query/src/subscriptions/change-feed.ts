import { reasonOf, withEnd } from '#basics';
import { ReaderPulse } from '#log';
import { Problem, Readers, required } from '#platform';
import type { Listening } from '#postgres';
import {
  type ChangesPage,
  HistoryLeftOut,
  listenForProjections,
  type Database,
  readChanges,
  readStanding,
  readStates,
  type ReadModels,
  type Standing,
  type UnitYearKey,
} from '#read-model';
import { type BeforeApplicationShutdown, Inject, Injectable, Logger } from '@nestjs/common';

import { READ_MODELS, OPTIONS, type QueryOptions } from '../configuration';
import { HistoryTooLarge, untilRecalled } from '../http/history';
import { Gate } from './gate';
import { DEFAULT_LIMITS, type SubscriptionLimits } from './limits';
import { Room } from './room';
import type { Subscriber } from './subscriber';
import { prepare, type PreparedChange } from './subscription-filter';

const STATES_A_PAGE = 20;
/** A reader who begins long ago waits for history that the tables have left out to be read from the log. */
const RECALLED_WITHIN_MS = 600_000;
const LOOK_AT_THE_DATABASE = 'Readers lose nothing and get it later. Look at the database.';

/**
 * Sends the changes of the read model to all subscriptions of this process. The database is asked once for all that are up to date,
 * when the projection calls and now and then besides; one that is not yet reads for itself, from its place, and joins the others
 * when it stands where they do. Both read by position, so nothing is left out and nothing comes twice, whoever reads it.
 */
@Injectable()
export class ChangeFeed implements BeforeApplicationShutdown {
  readonly limits: SubscriptionLimits;
  private readonly logger = new Logger(ChangeFeed.name);
  private readonly url: string;
  private readonly gate: Gate;
  private readonly room: Room;
  private readonly pulse = new ReaderPulse('the subscriptions', 'the changes in the database', LOOK_AT_THE_DATABASE);
  private readonly calls = new ReaderPulse('the subscriptions', 'the calls of the database', LOOK_AT_THE_DATABASE);
  private readonly all = new Set<Subscriber>();
  /** Those that have been offered every change before `next`. */
  private readonly joined = new Set<Subscriber>();
  private next = new Map<number, number>();
  private log: string | undefined;
  private wakeUp: Listening | undefined;
  private timers: NodeJS.Timeout[] = [];
  private reading: Promise<void> | undefined;
  private calledMeanwhile = false;
  private waiting: (() => void)[] = [];
  private stopping = false;

  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(OPTIONS) { config, subscriptions }: QueryOptions,
    @Inject(Readers) readers: Readers,
  ) {
    const { subscriptionsPerAddress: mostByAddress, subscriptionsPerActor: mostByActor } = config;
    this.limits = { ...DEFAULT_LIMITS, mostByAddress, mostByActor, ...subscriptions };
    this.room = new Room(this.limits);
    readers.add(this.pulse);
    readers.add(this.calls);
    this.url = required(config.databaseUrl, 'DATABASE_URL');
    this.gate = new Gate(this.limits.catchingUp);
  }

  /** Takes a place for a subscription and returns what gives it back. Throws a problem where no further one can be taken. */
  takePlace(address: string, actor: string): () => void {
    if (this.stopping) throw new Problem('unavailable');
    return this.room.take(address, actor);
  }

  /** Takes a subscription until its stream is closed. */
  add(subscriber: Subscriber): void {
    this.all.add(subscriber);
    this.startListening();
    this.catchUp(subscriber);
  }

  /** Where the tables stand; taken in turn, so that a thousand readers who come at once leave connections to others. */
  standing(): Promise<Standing> {
    return this.gate.run(async () => readStanding(await this.database()));
  }

  remove(subscriber: Subscriber): void {
    this.all.delete(subscriber);
    this.joined.delete(subscriber);
    if (this.all.size === 0) this.readsNothing();
  }

  /** Open streams would keep the server from closing. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    for (const timer of this.timers) clearInterval(timer);
    for (const { stream } of this.all) stream.comeAgain('shutdown');
    this.wakeAll();
    await this.wakeUp?.stop();
    await this.reading;
  }

  private catchUp(subscriber: Subscriber): void {
    // A reader that goes away ends what is read for it.
    withEnd(subscriber.stream.end, () => this.bringUpToDate(subscriber)).catch((error: unknown) => {
      if (!subscriber.stream.isOpen) return;
      // The reader keeps its place and comes again; where what lies between is too much to be fetched, it begins anew.
      this.logger.warn(`bringing a subscription up to date: ${reasonOf(error)}`);
      subscriber.stream.comeAgain(error instanceof HistoryTooLarge ? 'history-too-large' : 'unavailable');
    });
  }

  private startListening(): void {
    if (this.wakeUp !== undefined) return;
    this.wakeUp = listenForProjections(this.url, {
      onProjected: () => {
        this.calls.works();
        this.call();
      },
      onFailure: (error) => {
        this.calls.crashed(reasonOf(error));
        this.logger.warn(`listening for projections: ${reasonOf(error)}`);
      },
    });
    this.timers = [
      setInterval(() => this.call(), this.limits.pollMs),
      setInterval(() => {
        for (const subscriber of this.all) subscriber.heartbeat();
      }, this.limits.heartbeatMs),
    ];
    for (const timer of this.timers) timer.unref();
  }

  private call(): void {
    if (this.stopping || this.all.size === 0) return;
    this.calledMeanwhile = true;
    // For all readers, whoever called.
    this.reading ??= withEnd(undefined, () => this.readOn()).finally(() => (this.reading = undefined));
  }

  private async readOn(): Promise<void> {
    while (this.calledMeanwhile && !this.stopping) {
      this.calledMeanwhile = false;
      this.wakeAll();
      // Those who are not up to date yet read for themselves, and are told to come again where that fails.
      if (this.joined.size === 0) {
        this.readsNothing();
        continue;
      }
      try {
        while (await this.pulse.during('a question to the database', () => this.readPage()));
        this.pulse.works();
      } catch (error) {
        // Who has written into a year that was left out has a clock of years ago; its readers go on by themselves.
        if (error instanceof HistoryLeftOut) {
          for (const subscriber of this.joined) this.catchUp(subscriber);
          this.joined.clear();
          continue;
        }
        // The next call tries again; readers are not told, since they lose nothing.
        this.pulse.crashed(reasonOf(error));
        this.logger.warn(`reading changes: ${reasonOf(error)}`);
      }
    }
  }

  /** Who has nobody to read for has nothing to complain of, whatever failed before. */
  private readsNothing(): void {
    this.pulse.handles([]);
    this.pulse.works();
  }

  /** Answers whether there may be more. */
  private async readPage(): Promise<boolean> {
    const from = new Map(this.next);
    const page = await readChanges(await this.database(), from);
    if (!this.isSameLog(page.standing)) return false;
    for (const subscriber of this.joined) subscriber.tellStopped(page.standing);
    this.pulse.sawEnds(page.standing.next);
    if (page.partition === undefined) return false;
    // Who joined an empty circle meanwhile has set another place, from which this page may be too far on.
    if (this.next.get(page.partition) !== from.get(page.partition)) return true;
    this.next.set(page.partition, page.next);
    this.pulse.moved(page.partition, page.next);
    for (const prepared of page.changes.map(prepare)) this.offerToAll(prepared);
    for (const subscriber of this.joined) subscriber.advance(page.partition, page.next);
    return this.joined.size > 0;
  }

  /** A reader whose buffer is full goes on by itself, at its own pace. */
  private offerToAll(prepared: PreparedChange): void {
    for (const subscriber of this.joined) {
      subscriber.offer(prepared);
      if (!subscriber.stream.isFull) continue;
      this.joined.delete(subscriber);
      this.catchUp(subscriber);
    }
  }

  /** A database that was filled anew from another log makes every place worthless. */
  private isSameLog({ log }: Standing): boolean {
    if (log === undefined || log === this.log) return true;
    const isFirst = this.log === undefined;
    this.log = log;
    if (isFirst) return true;
    for (const { stream } of this.all) stream.comeAgain('other-log');
    this.joined.clear();
    return false;
  }

  private async bringUpToDate(subscriber: Subscriber): Promise<void> {
    if (subscriber.needsState) await this.sendStates(subscriber);
    const read = (): ReturnType<typeof readChanges> =>
      this.gate.run(async () => readChanges(await this.database(), subscriber.place, subscriber.filter));
    let isRecalled = false;
    for (;;) {
      await subscriber.stream.drained();
      if (!subscriber.stream.isOpen) return;
      let page: Awaited<ReturnType<typeof read>>;
      try {
        page = await (isRecalled ? this.readModels.withRecalled(read) : read());
      } catch (error) {
        if (!(error instanceof HistoryLeftOut)) throw error;
        // Heartbeats go on meanwhile.
        await untilRecalled(this.readModels, error, {
          deadline: Date.now() + RECALLED_WITHIN_MS,
          isMissing: isRecalled,
        });
        isRecalled = true;
        continue;
      }
      if (!this.isSameLog(page.standing)) return;
      if (page.partition !== undefined) {
        await sendPage(page, subscriber);
        continue;
      }
      subscriber.tellStopped(page.standing);
      subscriber.becomeReady(page.standing);
      if (this.join(subscriber)) return;
      await this.nextCall();
    }
  }

  /** False where the others are further: then it reads once more by itself. */
  private join(subscriber: Subscriber): boolean {
    const { place } = subscriber;
    if (this.joined.size === 0) {
      this.next = new Map(place);
      for (const [partition, next] of place) this.pulse.startsAt(partition, next);
    }
    if ([...this.next].some(([partition, next]) => (place.get(partition) ?? 0) < next)) return false;
    if (subscriber.stream.isOpen) this.joined.add(subscriber);
    this.call();
    return true;
  }

  private async sendStates(subscriber: Subscriber): Promise<void> {
    const { scope } = subscriber.filter;
    let after: UnitYearKey | undefined;
    for (let isFirst = true; subscriber.stream.isOpen; isFirst = false) {
      const { standing, states } = await this.gate.run(async () =>
        readStates(await this.database(), { ...subscriber.filter, extents: scope?.extents }, after, STATES_A_PAGE),
      );
      if (isFirst) subscriber.beginAt(standing);
      for (const state of states) {
        subscriber.sendState(state);
        await subscriber.stream.drained();
      }
      after = states.at(-1);
      if (states.length < STATES_A_PAGE) return;
    }
  }

  /** Changes are the same in every version, so that a feed goes on in another one where it stood. */
  private async database(): Promise<Database> {
    return (await this.readModels.serving()).database;
  }

  private nextCall(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private wakeAll(): void {
    const woken = this.waiting;
    this.waiting = [];
    for (const wake of woken) wake();
  }
}

async function sendPage({ partition, changes, next }: ChangesPage, subscriber: Subscriber): Promise<void> {
  for (const change of changes) {
    subscriber.offer(prepare(change));
    await subscriber.stream.drained();
  }
  subscriber.advance(partition, next);
}
