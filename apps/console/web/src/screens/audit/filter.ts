import type { Address } from '../../address/address';

/** The words of the address's query that say which events are shown, as the interface calls them. */
export const FILTER_NAMES = [
  'q',
  'type',
  'outcome',
  'document',
  'actor',
  'recordedFrom',
  'recordedTo',
  'effectiveFrom',
  'effectiveTo',
  'amountFrom',
  'amountTo',
] as const;
export type FilterName = (typeof FILTER_NAMES)[number];

/** Those that are found behind "more". */
export const FURTHER: readonly FilterName[] = FILTER_NAMES.slice(3);

/** What an address asks for; nothing stands in it for what is not asked. */
export function filterOf({ query }: Address): Partial<Record<FilterName, string>> {
  return Object.fromEntries(
    FILTER_NAMES.flatMap((name) => {
      const value = query.get(name);
      return value === null || value === '' ? [] : [[name, value]];
    }),
  );
}
