import type { Fen } from '#domain';
import { type Database, inSnapshot, rowsOf, type Transaction } from '#postgres';

import type { EventPlace } from './event-names';
import { storedFen } from './stored-fen';
import { countedPostings, type DifferenceQuestion, DIRECTION, type Sides, SIDES, sidesOf, signOf } from './two-sides';

/** What one event adds to a difference, posting by posting; the key is that of the line, or what it is grouped by. */
export interface EventAmounts extends EventPlace {
  amounts: { key: string; amountFen: Fen }[];
}

/** Every event that has a part in a difference; nothing where the place has no event by then. They are taken apart as they are asked for. */
export function readEventAmounts(
  database: Database,
  question: DifferenceQuestion,
): Promise<Iterable<EventAmounts> | undefined> {
  return inSnapshot(database, async (client) => {
    const sides = await sidesOf(client, question);
    return sides === undefined ? undefined : eventAmountsIn(client, sides, question, 'line_key');
  });
}

/** The same by any expression of a posting's columns. */
export async function eventAmountsIn(
  client: Transaction,
  sides: Sides,
  question: DifferenceQuestion,
  key: string,
): Promise<Iterable<EventAmounts>> {
  return eventsOf(await amountsByStream(client, sides, question, key));
}

function* eventsOf(streams: readonly StreamAmounts[]): Generator<EventAmounts> {
  for (const stream of streams) yield* eventsIn(stream);
}

/**
 * What the postings of one stream add to a difference, in the order of their events. A nation's are tens of thousands: as one row for each
 * stream they are read several times as fast as row by row.
 */
interface StreamAmounts {
  stream: string;
  revisions: string;
  amounts: string;
  /** A list in JSON: the free text of a line may hold anything. */
  keys: string;
}

/** Every posting of the place that stands in one side alone, by stream. The key of the table has them in the order of their events. */
function amountsByStream(
  client: Transaction,
  sides: Sides,
  question: DifferenceQuestion,
  key: string,
): Promise<StreamAmounts[]> {
  const { condition, values } = countedPostings(sides, question);
  return rowsOf<StreamAmounts>(
    client,
    `select stream, revisions, amounts, keys
       from ${SIDES}
      cross join lateral (
            select string_agg(revision::text, ' ') as revisions, string_agg(amount::text, ' ') as amounts, json_agg(key)::text as keys
              from (select revision, case ${signOf(question.measure)} * ${DIRECTION} when 1 then delta when -1 then -delta end as amount,
                           ${key} as key
                      from posting
                     where posting.stream = side.stream and ${condition} and ${DIRECTION} <> 0 and ${signOf(question.measure)} <> 0
                     order by revision) as counted) as packed
      where revisions is not null
      order by stream`,
    values,
  );
}

/** The events of a stream one after the other. */
function* eventsIn({ stream, revisions, amounts, keys }: StreamAmounts): Generator<EventAmounts> {
  const ofPosting = amounts.split(' ');
  const keyOf = JSON.parse(keys) as string[];
  let event: EventAmounts | undefined;
  let newest = '';
  for (const [index, revision] of revisions.split(' ').entries()) {
    if (event === undefined || revision !== newest) {
      if (event !== undefined) yield event;
      event = { stream, revision: Number(revision), amounts: [] };
      newest = revision;
    }
    event.amounts.push({ key: keyOf[index] ?? '', amountFen: storedFen(ofPosting[index] ?? '') });
  }
  if (event !== undefined) yield event;
}
