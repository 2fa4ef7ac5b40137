import { eventIdOf, type Fen, type Grouping, groupKeyOf } from '#domain';
import { type Database, inSnapshot } from '#postgres';

import { type EventName, eventsNamed, type EventPlace } from './event-names';
import { LargestEvents } from './largest-events';
import { keptPostings } from './postings';
import { sumByEvent } from './sums-by-event';
import { type DifferenceQuestion, sidesOf } from './two-sides';

/** What one event adds to the difference in all lines of one kind. */
export interface Driver extends EventName {
  amountFen: Fen;
}

/** The events that drive the difference most, for each key of a grouping, the largest first, and of all lines together. */
export function readDrivers(
  database: Database,
  question: DifferenceQuestion,
  grouping: Grouping,
  { most, keys }: { most: number; keys: ReadonlySet<string> },
): Promise<{ byKey: ReadonlyMap<string, readonly Driver[]>; ofTotal: readonly Driver[] } | undefined> {
  return inSnapshot(database, async (client) => {
    const sides = await sidesOf(client, question);
    if (sides === undefined) return undefined;
    const total = new LargestEvents(most);
    const sums = [total, ...[...keys].map(() => new LargestEvents(most))];
    const ofTotal = [0];
    const ofKey = new Map([...keys].map((key, index) => [key, [0, index + 1]]));
    const sumsOf = ({ bare }: { bare: Parameters<typeof groupKeyOf>[1] }) =>
      ofKey.get(groupKeyOf(grouping, bare)) ?? ofTotal;
    await sumByEvent(client, keptPostings(database), { sides, question }, sumsOf, (event, sum, amountFen) => {
      // What adds up to nothing drives nothing.
      if (amountFen !== 0n) sums[sum]?.add(event, amountFen);
    });
    const found = sums.flatMap(({ largest }) => largest);
    const names = await eventsNamed(client, found);
    const named = (events: LargestEvents | undefined): Driver[] =>
      (events?.largest ?? []).map(({ amountFen, ...place }) => ({ ...nameOf(names, place), amountFen }));
    return { byKey: new Map([...keys].map((key, index) => [key, named(sums[index + 1])])), ofTotal: named(total) };
  });
}

function nameOf(names: ReadonlyMap<string, EventName>, { stream, revision }: EventPlace): EventName {
  const id = eventIdOf({ stream, revision });
  const name = names.get(id);
  if (name === undefined) throw new Error(`postings of ${id} stand in the tables without their event`);
  return name;
}
