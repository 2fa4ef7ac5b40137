import type { Turns } from '#basics';
import { eventIdOf, type Fen, type Line, yuanOf } from '#domain';
import { type EventName, type EventPart, LargestEvents } from '#read-model';
import type { CellChange } from '#report';

import { assertAddsUp } from '../reading/adds-up';
import { nameIn } from '../reading/event-name';

/** So many events are named behind each change; all of them are to be had from the cell itself, page by page. */
export const MOST_NAMED = 20;

export interface Explained {
  /** The largest. */
  events: EventPart[];
  others: { count: number; amountFen: Fen };
}

/** Long work of a division's many lines, with turns for others between its steps. */
export async function inSteps<T>(steps: Generator<undefined, T>, turns: Turns): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await turns.next();
  }
}

/** Which of some changes a line counts in, by their places. */
export function placesOf(
  changes: readonly CellChange[],
  changesOf: (line: Line) => readonly CellChange[],
): (line: Line) => number[] {
  const places = new Map(changes.map((change, place) => [change, place]));
  return (line) => changesOf(line).flatMap((change) => places.get(change) ?? []);
}

/** What explains each of the changes, in their order: its events, which must come to it. */
export function explainedBy(changes: readonly CellChange[], events: readonly LargestEvents[]): Explained[] {
  return changes.map(({ row, column, fromFen, toFen }, place) => {
    const all = events[place] ?? new LargestEvents(MOST_NAMED);
    assertAddsUp(`change of ${row.key}/${column.key}`, toFen - fromFen, all.totalFen);
    return { events: all.largest, others: all.others };
  });
}

/** The same as it is answered, with what names the events. */
export function namedEvents(explained: Explained | undefined, names: ReadonlyMap<string, EventName>) {
  const { events, others } = explained ?? { events: [], others: { count: 0, amountFen: 0n } };
  return {
    events: events.map(({ stream, revision, amountFen }) => ({
      ...nameIn(names, eventIdOf({ stream, revision })),
      amountYuan: yuanOf(amountFen),
    })),
    otherEvents: { count: others.count, amountYuan: yuanOf(others.amountFen) },
  };
}
