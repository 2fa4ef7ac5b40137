import { Turns } from './turns';

/** Begins one after another in their order, waits for none before it begins the next, and lets others have the event loop in between. */
export async function inTurns<T, R>(items: readonly T[], begin: (item: T) => Promise<R>): Promise<R[]> {
  const turns = new Turns();
  const begun: Promise<R>[] = [];
  for (const item of items) {
    const result = begin(item);
    // What fails before all have begun is heard of when they are waited for.
    result.catch(() => undefined);
    begun.push(result);
    await turns.next();
  }
  return Promise.all(begun);
}
