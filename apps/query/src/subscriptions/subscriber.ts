import type { Sight } from '#access';
import { formatPosition, placeOfStream } from '#domain';
import { positionBefore, type Standing, type StreamStop, unitYearId, type UnitYearState } from '#read-model';

import { stopAnswer } from '../http/stops';
import { stopsSeen } from '../http/stops-for';
import { stopsMark, subscriptionId } from '../http/subscription-id';
import type { EventStream } from './event-stream';
import { messageFor, type PreparedChange, stateMessageOf, type SubscriptionFilter } from './subscription-filter';

/**
 * One subscription: what it asks for and where its reader stands. Until it is ready it is being sent a state, page by page, each as
 * it stood when it was read; then nothing has an id, so that a reader whose connection breaks meanwhile begins again.
 */
export class Subscriber {
  /** The next offset by partition that its reader has not been sent. */
  private next: Map<number, number>;
  /** The revision that each unit-year was sent at; older changes are in its state already. */
  private sentAt: Map<string, number> | undefined;
  private ready = false;
  /** By what its reader's rights are known in its ids, where they are not all that it asks for. */
  readonly within: string | undefined;
  private readonly toldStopped = new Map<string, StreamStop>();

  /**
   * `from` is where its reader stands; without it everything is sent that the filter selects. `stops` are those that its id was given
   * under; `isOver` says why its reader may read it no more.
   */
  constructor(
    readonly filter: SubscriptionFilter,
    readonly stream: EventStream,
    from: ReadonlyMap<number, number> | undefined,
    private stops?: string,
    private readonly isOver: Sight['isOver'] = () => Promise.resolve(undefined),
  ) {
    this.within = filter.scope?.mark;
    this.next = new Map(from);
    if (from === undefined) this.sentAt = new Map();
  }

  get needsState(): boolean {
    return this.sentAt !== undefined;
  }

  get place(): ReadonlyMap<number, number> {
    return this.next;
  }

  /** Changes are sent from where the first page of the state stood. */
  beginAt(standing: Standing): void {
    this.next = new Map(standing.next);
  }

  sendState(state: UnitYearState): void {
    this.sentAt?.set(unitYearId(state), state.head.revision);
    this.stream.send('state', JSON.stringify(stateMessageOf(this.filter, state)));
  }

  /** Nothing that was sent before is sent again, whoever offers it. */
  offer(prepared: PreparedChange): void {
    const { partition, offset, division, revision } = prepared.change;
    if (offset < (this.next.get(partition) ?? 0)) return;
    this.next.set(partition, offset + 1);
    const { sentAt } = this;
    const message =
      sentAt === undefined
        ? messageFor(this.filter, prepared)
        : messageFor(this.filter, prepared, ({ unit, year }) => {
            return revision > (sentAt.get(unitYearId({ division, unit, fiscalYear: year })) ?? 0);
          });
    if (message !== undefined) this.stream.send('change', message, this.id);
  }

  /** All changes of the partition before this offset have been offered. */
  advance(partition: number, next: number): void {
    if (next > (this.next.get(partition) ?? 0)) this.next.set(partition, next);
  }

  /** The reader has everything that stands in the tables. */
  becomeReady({ log }: Standing): void {
    if (this.ready) return;
    this.ready = true;
    this.sentAt = undefined;
    const position = formatPosition(positionBefore(this.next));
    this.stream.send(
      'ready',
      JSON.stringify({ position, log, ...(this.within === undefined ? {} : { limitedTo: 'rights' }) }),
      this.id,
    );
  }

  /**
   * A stream that waits for an operator sends no changes, and silence must not be taken for rest. Once it goes on, what it recorded
   * meanwhile lies before the ids that its reader has, who has to begin again.
   */
  tellStopped({ stopped }: Standing): void {
    const { scope } = this.filter;
    const inQuestion = [...stopped.values()].filter(({ stream }) => asksFor(this.filter, stream));
    const seen = scope === undefined ? inQuestion : stopsSeen(inQuestion, scope);
    const asked = new Map(seen.map((stop) => [stop.stream, stop]));
    const mark = stopsMark(asked.values());
    const cameWithOthers = this.toldStopped.size === 0 && this.stops !== undefined && this.stops !== mark;
    const isMended = [...this.toldStopped.values()].some(
      ({ stream, revision }) => asked.get(stream)?.revision !== revision,
    );
    if (cameWithOthers || isMended) {
      this.stream.comeAgain('mended');
      return;
    }
    this.stops = mark;
    for (const [stream, stop] of asked) {
      if (this.toldStopped.get(stream)?.reason === stop.reason) continue;
      this.toldStopped.set(stream, stop);
      this.stream.send('stopped', JSON.stringify(stopAnswer(stop)));
    }
  }

  /** Rights that have changed and tokens whose time is over end it: nothing is sent that another read would be refused. */
  heartbeat(): void {
    void this.isOver().then((end) => {
      if (end === undefined) this.stream.heartbeat(this.id);
      else this.stream.comeAgain(end);
    });
  }

  private get id(): string | undefined {
    return this.sentAt === undefined
      ? subscriptionId(formatPosition(positionBefore(this.next)), this.stops, this.within)
      : undefined;
  }
}

function asksFor(filter: SubscriptionFilter, stream: string): boolean {
  const { division, department } = placeOfStream(stream);
  if (filter.division !== undefined && filter.division !== division) return false;
  if (filter.department !== undefined && filter.department !== department) return false;
  return filter.unit?.startsWith(department) ?? true;
}
