import { Turns } from '#basics';
import { eventIdOf } from '#domain';
import {
  type Database,
  type DifferenceQuestion,
  type EventPart,
  type EventPlace,
  type LineAmount,
  readDifference,
  readEventAmounts,
} from '#read-model';

/** Up to so many lines are looked up one by one; for more, all postings of the place are gone through, as they lie. */
const FEW_LINES = 300;

/** Every event that has a part in what the lines come to, in the order of streams and revisions, with that part. */
export async function readParts(
  database: Database,
  question: DifferenceQuestion,
  keys: ReadonlySet<string>,
): Promise<EventPart[]> {
  const parts = new Map<string, EventPart>();
  const add = (event: EventPlace, amountFen: bigint): void => {
    const id = eventIdOf(event);
    const part = parts.get(id);
    if (part === undefined) parts.set(id, { stream: event.stream, revision: event.revision, amountFen });
    else part.amountFen += amountFen;
  };
  if (keys.size <= FEW_LINES) {
    const difference = await readDifference(database, question, { lineKeys: [...keys] });
    for (const amount of difference?.amounts ?? []) add(amount, amount.amountFen);
    return [...parts.values()];
  }
  const turns = new Turns();
  for (const event of (await readEventAmounts(database, question)) ?? []) {
    for (const { key, amountFen } of event.amounts) if (keys.has(key)) add(event, amountFen);
    await turns.next();
  }
  return [...parts.values()];
}

/** The postings of some events on the lines, by event. */
export async function readPostings(
  database: Database,
  question: DifferenceQuestion,
  events: readonly EventPlace[],
  keys: ReadonlySet<string>,
): Promise<ReadonlyMap<string, LineAmount[]>> {
  const difference = await readDifference(database, question, { events });
  const postings = new Map<string, LineAmount[]>();
  for (const amount of difference?.amounts ?? []) {
    if (!keys.has(amount.lineKey)) continue;
    const id = eventIdOf(amount);
    const ofEvent = postings.get(id);
    if (ofEvent === undefined) postings.set(id, [amount]);
    else ofEvent.push(amount);
  }
  return postings;
}
