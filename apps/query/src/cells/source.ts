import { dimensionsOfKey, eventIdOf, yuanOf } from '#domain';
import type { EventName, EventPart, LineAmount } from '#read-model';

import { nameIn } from '../reading/event-name';

export type Source = ReturnType<typeof sourceOf>;

/** An event that has a part in an amount, with its postings that have and what names it. */
export function sourceOf(
  { stream, revision, amountFen: partFen }: EventPart,
  postings: ReadonlyMap<string, readonly LineAmount[]>,
  names: ReadonlyMap<string, EventName>,
) {
  const id = eventIdOf({ stream, revision });
  return {
    ...nameIn(names, id),
    amountYuan: yuanOf(partFen),
    postings: (postings.get(id) ?? []).map(({ lineKey, fiscalYear, column, effectiveDate, amountFen }) => ({
      line: dimensionsOfKey(lineKey),
      fiscalYear,
      column,
      effectiveDate,
      amountYuan: yuanOf(amountFen),
    })),
  };
}
