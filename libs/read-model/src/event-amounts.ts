import type { Fen, Line } from '#domain';
import { type Database, inSnapshot } from '#postgres';

import type { EventPlace } from './event-names';
import { LargestEvents } from './largest-events';
import { keptPostings } from './postings';
import { sumByEvent } from './sums-by-event';
import { type DifferenceQuestion, sidesOf } from './two-sides';

/** What the events add to sums of lines between two states: of each the largest events; `sumsOf` says into which of them a line counts. */
export function readLargestEvents(
  database: Database,
  question: DifferenceQuestion,
  { count, most, sumsOf }: { count: number; most: number; sumsOf: (line: Line) => readonly number[] },
): Promise<LargestEvents[]> {
  return inSnapshot(database, async (client) => {
    const sides = await sidesOf(client, question);
    const sums = Array.from({ length: count }, () => new LargestEvents(most));
    if (sides === undefined) return sums;
    const ofLine = ({ bare }: { bare: Line }) => sumsOf(bare);
    await sumByEvent(client, keptPostings(database), { sides, question }, ofLine, (event, sum, amountFen) =>
      sums[sum]?.add(event, amountFen),
    );
    return sums;
  });
}

/** Tells every event that has a part in what some lines come to, in the order of streams and revisions, with that part. */
export function readParts(
  database: Database,
  question: DifferenceQuestion,
  lineKeys: ReadonlySet<string>,
  tell: (event: EventPlace, amountFen: Fen) => void,
): Promise<void> {
  return inSnapshot(database, async (client) => {
    const sides = await sidesOf(client, question);
    if (sides === undefined) return;
    const sumsOf = ({ key }: { key: string }) => (lineKeys.has(key) ? THE_SUM : NO_SUM);
    await sumByEvent(client, keptPostings(database), { sides, question }, sumsOf, (event, _, amountFen) => {
      tell(event, amountFen);
    });
  });
}

const THE_SUM = [0];
const NO_SUM: number[] = [];
