import { Turns } from '#basics';
import { dimensionsOfKey, emptyLine, eventIdOf, type Fen, type Line, sumFen, yuanOf } from '#domain';
import type { EventName, LineAmount } from '#read-model';
import type { CellChange } from '#report';

import { assertAddsUp } from '../reading/adds-up';
import { nameIn } from '../reading/event-name';

/** So many events are named behind each change; all of them are to be had from the cell itself, page by page. */
const MOST_NAMED = 20;
/** So many amounts are looked at in one step. */
const AMOUNTS_IN_STEP = 500;

interface ChangeEvent {
  stream: string;
  revision: number;
  amountFen: Fen;
}
export interface Explained {
  /** The largest. */
  events: ChangeEvent[];
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

/** What explains each of the changes, in their order. Each amount is looked at once, and not once for each change. */
export async function explainedBy(
  { changes, changesOf }: { changes: readonly CellChange[]; changesOf: (line: Line) => readonly CellChange[] },
  amounts: readonly LineAmount[],
  turns: Turns,
): Promise<Explained[]> {
  const sums = new Map(changes.map((change) => [change, new Map<string, ChangeEvent>()]));
  const changesOfLine = new Map<string, readonly CellChange[]>();
  for (const [index, amount] of amounts.entries()) {
    if (index % AMOUNTS_IN_STEP === AMOUNTS_IN_STEP - 1) await turns.next();
    const { stream, revision, amountFen, lineKey, fiscalYear } = amount;
    const line = `${fiscalYear}|${lineKey}`;
    const touched = changesOfLine.get(line) ?? changesOf(bareLine(amount));
    changesOfLine.set(line, touched);
    const id = eventIdOf({ stream, revision });
    for (const change of touched) {
      const events = sums.get(change);
      events?.set(id, { stream, revision, amountFen: amountFen + (events.get(id)?.amountFen ?? 0n) });
    }
  }
  const explained: Explained[] = [];
  for (const [change, events] of sums) {
    explained.push(largestOf(change, [...events.values()]));
    await turns.next();
  }
  return explained;
}

/** A line by its key alone: what the filters of layouts look at. */
function bareLine({ lineKey, fiscalYear }: LineAmount): Line {
  return emptyLine(dimensionsOfKey(lineKey), fiscalYear);
}

function largestOf({ fromFen, toFen, row, column }: CellChange, all: ChangeEvent[]): Explained {
  assertAddsUp(`change of ${row.key}/${column.key}`, toFen - fromFen, sumFen(all.map(({ amountFen }) => amountFen)));
  const largest = all.sort((a, b) => compareSizes(b.amountFen, a.amountFen));
  const rest = largest.slice(MOST_NAMED);
  return {
    events: largest.slice(0, MOST_NAMED),
    others: { count: rest.length, amountFen: sumFen(rest.map(({ amountFen }) => amountFen)) },
  };
}

function compareSizes(a: Fen, b: Fen): number {
  const [sizeA, sizeB] = [a < 0n ? -a : a, b < 0n ? -b : b];
  return sizeA === sizeB ? 0 : sizeA < sizeB ? -1 : 1;
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
