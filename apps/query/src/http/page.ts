import type { StandsOn } from '#read-model';

import { type Cursor, cursorText } from './cursor';
import { invalidRequest } from './valid';

/** The state that all pages are of. */
export type PagedState = Pick<StandsOn, 'position' | 'readModel'>;

/** Some of a list, in its order, and where the next page begins. */
export interface Page<T> {
  items: T[];
  /** The cursor of the next page; nothing on the last one. */
  next: { next?: string };
}

/**
 * The items behind the cursor's. The list must be that of the position that the cursor holds, so the item that it names is there; where
 * it is not, the cursor is of another question.
 */
export function pageOf<T>(
  list: readonly T[],
  keyOf: (item: T) => string,
  { cursor, limit, standing }: { cursor: Cursor | undefined; limit: number; standing: PagedState },
): Page<T> {
  const last = cursor === undefined ? -1 : list.findIndex((item) => keyOf(item) === cursor.after);
  if (cursor !== undefined && last < 0) throw cursorOfAnother();
  const items = list.slice(last + 1, last + 1 + limit);
  const end = items.at(-1);
  const hasMore = last + 1 + limit < list.length && end !== undefined;
  return { items, next: hasMore ? nextOf(standing, keyOf(end)) : {} };
}

/** What a cursor is answered that names nothing of the list. */
export function cursorOfAnother(): Error {
  const message = '应为同一问题前一页的 next。 must be the next of an earlier page of the same question';
  return invalidRequest([{ field: 'cursor', message }]);
}

/** The next page of a list that is read page by page, behind a key. */
export function nextOf({ position, readModel }: PagedState, after: string | undefined): { next?: string } {
  return after === undefined ? {} : { next: cursorText({ position, after, readModel }) };
}
