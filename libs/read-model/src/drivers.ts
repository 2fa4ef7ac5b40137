import { Turns } from '#basics';
import { eventIdOf, type Fen, type Grouping } from '#domain';
import { type Database, inSnapshot } from '#postgres';

import { type EventAmounts, eventAmountsIn } from './event-amounts';
import { type EventName, eventsNamed, type EventPlace } from './event-names';
import { LargestEvents } from './largest-events';
import { type DifferenceQuestion, sidesOf } from './two-sides';

/** What one event adds to the difference in all lines of one kind. */
export interface Driver extends EventName {
  amountFen: Fen;
}

/** groupKeyOf in SQL, from a line's key: see lineKeyOf. */
const KEY_OF: Readonly<Record<Grouping, string>> = {
  source: "split_part(line_key, '|', 2)",
  'function-class': "left(split_part(line_key, '|', 3), 3)",
  'function-group': "left(split_part(line_key, '|', 3), 5)",
  function: "split_part(line_key, '|', 3)",
  'economic-class': "left(split_part(line_key, '|', 4), 3)",
  economic: "split_part(line_key, '|', 4)",
  category: "split_part(line_key, '|', 5)",
  // The last part, unless it holds what parts the others.
  project: `case when line_key like '%|%|%|%|%|%|%|%|%' then substring(line_key from '^(?:[^|]*\\|){7}(.*)$') else split_part(line_key, '|', -1) end`,
  unit: 'unit',
};

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
    const byKey = new Map([...keys].map((key) => [key, new LargestEvents(most)]));
    const total = new LargestEvents(most);
    const turns = new Turns();
    for (const event of await eventAmountsIn(client, sides, question, KEY_OF[grouping])) {
      drive(event, byKey, total);
      await turns.next();
    }
    const found = [total, ...byKey.values()].flatMap(({ largest }) => largest);
    const names = await eventsNamed(client, found);
    const named = ({ largest }: LargestEvents): Driver[] =>
      largest.map(({ amountFen, ...place }) => ({ ...nameOf(names, place), amountFen }));
    return { byKey: new Map([...byKey].map(([key, events]) => [key, named(events)])), ofTotal: named(total) };
  });
}

/** What adds up to nothing drives nothing. */
function drive(event: EventAmounts, byKey: ReadonlyMap<string, LargestEvents>, total: LargestEvents): void {
  const sums = new Map<string, Fen>();
  for (const { key, amountFen } of event.amounts) sums.set(key, (sums.get(key) ?? 0n) + amountFen);
  let sum = 0n;
  for (const [key, amountFen] of sums) {
    sum += amountFen;
    if (amountFen !== 0n) byKey.get(key)?.add(event, amountFen);
  }
  if (sum !== 0n) total.add(event, sum);
}

function nameOf(names: ReadonlyMap<string, EventName>, { stream, revision }: EventPlace): EventName {
  const id = eventIdOf({ stream, revision });
  const name = names.get(id);
  if (name === undefined) throw new Error(`postings of ${id} stand in the tables without their event`);
  return name;
}
