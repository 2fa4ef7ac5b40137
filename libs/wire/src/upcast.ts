/** An event as the log holds it, before anything is known of its form. */
export interface StoredEvent {
  type: string;
  data: unknown;
}

/** One step from a version to the next: pure, total over everything that was ever written in that version. */
export type UpcastStep = (event: StoredEvent) => StoredEvent;

/**
 * The steps from old versions to today's, by the type that they read. A type is never changed once it was written: a new form is
 * a new type (`budget.adjusted.v2`) with a step from the old one, and the old one's sample stays in test/fixtures/events.
 */
const UPCASTS: ReadonlyMap<string, UpcastStep> = new Map([
  // The first version knew opening carry-overs alone, and the second says the same of them in the same words.
  ['balance.carried-over.v1', ({ data }) => ({ type: 'balance.carried-over.v2', data: openingAlone(data) })],
]);

/** What the first version could not say must not become readable by the step to the second. */
function openingAlone(data: unknown): unknown {
  const isOpening = typeof data === 'object' && data !== null && 'opening' in data && data.opening === true;
  return isOpening ? data : undefined;
}

/** Takes an event through as many steps as there are for it. A step that leads back to an earlier type is a mistake of ours. */
export function upcast(event: StoredEvent, steps: ReadonlyMap<string, UpcastStep> = UPCASTS): StoredEvent {
  if (!steps.has(event.type)) return event;
  const met = new Set<string>();
  let current = event;
  for (let step = steps.get(current.type); step !== undefined; step = steps.get(current.type)) {
    if (met.has(current.type)) throw new RangeError(`the steps from ${event.type} go round in a circle`);
    met.add(current.type);
    current = step(current);
  }
  return current;
}
