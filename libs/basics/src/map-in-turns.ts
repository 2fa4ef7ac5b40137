import { Turns } from './turns';

const ITEMS_A_LOOK = 64;

/** Makes something of each of many items and lets others have turns in between. */
export async function mapInTurns<T, R>(items: readonly T[], make: (item: T) => R): Promise<R[]> {
  const turns = new Turns();
  const made: R[] = [];
  for (const item of items) {
    made.push(make(item));
    if (made.length % ITEMS_A_LOOK === 0) await turns.next();
  }
  return made;
}
