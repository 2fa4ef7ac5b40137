import { Turns } from '#basics';
import { dimensionsOfKey, emptyLine, eventIdOf, type Fen, type Line, yuanOf } from '#domain';
import { type EventAmounts, type EventName, type EventPart, LargestEvents } from '#read-model';
import type { CellChange } from '#report';

import { assertAddsUp } from '../reading/adds-up';
import { nameIn } from '../reading/event-name';

/** So many events are named behind each change; all of them are to be had from the cell itself, page by page. */
const MOST_NAMED = 20;

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

/** Some of the changes of a table, and which of them a line belongs to. */
interface Found {
  changes: readonly CellChange[];
  changesOf: (line: Line) => readonly CellChange[];
}

/** What explains each of the changes, in their order. Each amount is looked at once, and each line is placed once. */
export async function explainedBy(
  { changes, changesOf }: Found,
  events: Iterable<EventAmounts>,
  turns: Turns,
): Promise<Explained[]> {
  const found = new Map(changes.map((change) => [change, new LargestEvents(MOST_NAMED)]));
  const changesOfLine = new Map<string, readonly CellChange[]>();
  for (const event of events) {
    const sums = new Map<CellChange, Fen>();
    for (const { key, amountFen } of event.amounts) {
      let touched = changesOfLine.get(key);
      if (touched === undefined) changesOfLine.set(key, (touched = changesOf(bareLine(key))));
      for (const change of touched) sums.set(change, (sums.get(change) ?? 0n) + amountFen);
    }
    for (const [change, amountFen] of sums) found.get(change)?.add(event, amountFen);
    await turns.next();
  }
  return [...found].map(([change, all]) => {
    const { row, column, fromFen, toFen } = change;
    assertAddsUp(`change of ${row.key}/${column.key}`, toFen - fromFen, all.totalFen);
    return { events: all.largest, others: all.others };
  });
}

/** A line by its key alone: what the filters of layouts look at. */
function bareLine(key: string): Line {
  return emptyLine(dimensionsOfKey(key), 0);
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
