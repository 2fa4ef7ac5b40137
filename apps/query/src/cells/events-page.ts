import { eventIdOf, type Fen, streamOfEvent } from '#domain';
import type { EventPart, EventPlace } from '#read-model';

import type { Cursor } from '../http/cursor';
import { cursorOfAnother, nextOf, type PagedState } from '../http/page';

/**
 * One page of the events that make an amount, and what all of them come to: of a division's total there are tens of thousands, which are
 * looked at one by one and not kept.
 */
export class EventsPage {
  count = 0;
  totalFen: Fen = 0n;
  readonly items: EventPart[] = [];
  private hasMore = false;
  private after: EventPlace | undefined;

  constructor(
    cursor: Cursor | undefined,
    private readonly limit: number,
  ) {
    this.after = cursor === undefined ? undefined : placeOf(cursor.after);
  }

  /** In the order of the list. */
  take({ stream, revision }: EventPlace, amountFen: Fen): void {
    this.count += 1;
    this.totalFen += amountFen;
    if (this.after !== undefined) {
      if (this.after.revision === revision && this.after.stream === stream) this.after = undefined;
      return;
    }
    if (this.items.length < this.limit) this.items.push({ stream, revision, amountFen });
    else this.hasMore = true;
  }

  /** Where the next page begins, when all events have been told. */
  next(standing: PagedState): { next?: string } {
    // The list is that of the position that the cursor holds, so the event that it names was told.
    if (this.after !== undefined) throw cursorOfAnother();
    const last = this.items.at(-1);
    return this.hasMore && last !== undefined ? nextOf(standing, eventIdOf(last)) : {};
  }
}

function placeOf(eventId: string): EventPlace {
  const stream = streamOfEvent(eventId);
  return { stream, revision: Number(eventId.slice(stream.length + 1)) };
}
