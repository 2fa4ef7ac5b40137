import { dimensionsOfKey, sumFen, yuanOf } from '#domain';
import type { EventName, LineAmount } from '#read-model';

/** An event that has a part in an amount, with its postings that have. */
export interface SourceEvent {
  id: string;
  stream: string;
  revision: number;
  amounts: LineAmount[];
}

export type Source = ReturnType<typeof sourceOf>;

/** The same as it is answered, with what names the event. */
export function sourceOf({ id, amounts }: SourceEvent, names: ReadonlyMap<string, EventName>) {
  const name = names.get(id);
  if (name === undefined) throw new Error(`postings of ${id} stand in the tables without their event`);
  return {
    ...name,
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
