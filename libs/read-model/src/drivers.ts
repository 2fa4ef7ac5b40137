import { type Fen, fenOf, type Grouping, eventIdOf } from '#domain';
import { type Database, inSnapshot, rowsOf } from '#postgres';

import { type EventName, eventsNamed, type EventPlace } from './event-names';
import { allPostings, AMOUNT, type DifferenceQuestion, sidesOf } from './two-sides';

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
  project: "substring(line_key from '^(?:[^|]*\\|){7}(.*)$')",
  unit: 'unit',
};

/** The events that drive the difference most, for each key of a grouping, the largest first, and under `total` of all lines together. */
export function readDrivers(
  database: Database,
  question: DifferenceQuestion,
  grouping: Grouping,
  most: number,
): Promise<{ byKey: ReadonlyMap<string | null, readonly Driver[]>; ofTotal: readonly Driver[] } | undefined> {
  return inSnapshot(database, async (client) => {
    const sides = await sidesOf(client, question);
    if (sides === undefined) return undefined;
    const { from, values } = allPostings(sides, question);
    const rows = await rowsOf<{ key: string | null; stream: string; revision: number; amount: string }>(
      client,
      `with moved as (
         select ${KEY_OF[grouping]} as key, stream, revision, sum(${AMOUNT}) as amount ${from}
          group by 1, stream, revision),
       summed as (
         select key, stream, revision, amount from moved
         union all
         select null, stream, revision, sum(amount) from moved group by stream, revision),
       ranked as (
         select *, row_number() over (partition by key order by abs(amount) desc, stream, revision) as rank
           from summed where amount <> 0)
       select key, stream, revision, amount from ranked where rank <= $${values.length + 1} order by key nulls first, rank`,
      [...values, most],
    );
    const names = await eventsNamed(client, rows);
    const byKey = new Map<string | null, Driver[]>();
    for (const { key, stream, revision, amount } of rows) {
      const driver = { ...nameOf(names, { stream, revision }), amountFen: fenOf(amount) };
      const ofKey = byKey.get(key);
      if (ofKey === undefined) byKey.set(key, [driver]);
      else ofKey.push(driver);
    }
    return { byKey, ofTotal: byKey.get(null) ?? [] };
  });
}

function nameOf(names: ReadonlyMap<string, EventName>, { stream, revision }: EventPlace): EventName {
  const id = eventIdOf({ stream, revision });
  const name = names.get(id);
  if (name === undefined) throw new Error(`postings of ${id} stand in the tables without their event`);
  return name;
}
