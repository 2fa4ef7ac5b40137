import { dimensionsOfKey, eventIdOf, sumFen, yuanOf } from '#domain';
import type { EventName, LineAmount } from '#read-model';

import { nameIn } from '../reading/event-name';

/** An event that has a part in an amount, with its postings that have. */
interface SourceEvent {
  id: string;
  stream: string;
  revision: number;
  amounts: LineAmount[];
}

export type Source = ReturnType<typeof sourceOf>;

/** The postings by event, in the order of streams and revisions. */
export function sourcesOf(amounts: readonly LineAmount[]): SourceEvent[] {
  const events = new Map<string, SourceEvent>();
  for (const amount of amounts) {
    const { stream, revision } = amount;
    const id = eventIdOf({ stream, revision });
    const event = events.get(id) ?? { id, stream, revision, amounts: [] };
    event.amounts.push(amount);
    events.set(id, event);
  }
  return [...events.values()];
}

/** The same as it is answered, with what names the event. */
export function sourceOf({ id, amounts }: SourceEvent, names: ReadonlyMap<string, EventName>) {
  return {
    ...nameIn(names, id),
    amountYuan: yuanOf(sumFen(amounts.map(({ amountFen }) => amountFen))),
    postings: amounts.map(({ lineKey, fiscalYear, column, effectiveDate, amountFen }) => ({
      line: dimensionsOfKey(lineKey),
      fiscalYear,
      column,
      effectiveDate,
      amountYuan: yuanOf(amountFen),
    })),
  };
}
