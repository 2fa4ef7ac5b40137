import { eventIdOf, type Fen } from '#domain';
import {
  type Database,
  type DifferenceQuestion,
  type EventPart,
  type EventPlace,
  type LineAmount,
  readDifference,
  readParts,
} from '#read-model';

/** Up to so many lines are looked up one by one; for more, all postings of the place are gone through. */
const FEW_LINES = 300;

/** Tells every event that has a part in what the lines come to, in the order of streams and revisions, with that part. */
export async function tellParts(
  database: Database,
  question: DifferenceQuestion,
  keys: ReadonlySet<string>,
  tell: (event: EventPlace, amountFen: Fen) => void,
): Promise<void> {
  if (keys.size > FEW_LINES) return readParts(database, question, keys, tell);
  const parts = new Map<string, EventPart>();
  const difference = await readDifference(database, question, { lineKeys: [...keys] });
  for (const { stream, revision, amountFen } of difference?.amounts ?? []) {
    const id = eventIdOf({ stream, revision });
    const part = parts.get(id);
    if (part === undefined) parts.set(id, { stream, revision, amountFen });
    else part.amountFen += amountFen;
  }
  for (const part of parts.values()) tell(part, part.amountFen);
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
