/** An event as the log holds it, before anything is known of its form. */
export interface StoredEvent {
  type: string;
  data: unknown;
}

/** One step from a version to the next: pure, total over everything that was ever written in that version. */
export type UpcastStep = (event: StoredEvent) => StoredEvent;

interface OldType {
  type: string;
  /** What its events are read as. */
  becomes: string;
  zh: string;
  en: string;
  step: UpcastStep;
}

/**
 * The types that are written no more, each with its step to the next version. A type is never changed once it was written: a new form is
 * a new type (`budget.adjusted.v2`) with a step from the old one, and the old one's sample stays in test/fixtures/events.
 */
export const OLD_TYPES: readonly OldType[] = [
  {
    type: 'balance.carried-over.v1',
    becomes: 'balance.carried-over.v2',
    zh: '只有期初结转（opening 为 true），第二版以同样的字段表示。',
    en: 'It knew opening carry-overs alone (`opening` is true), and the second version says the same of them in the same words.',
    step: ({ data }) => ({ type: 'balance.carried-over.v2', data: openingAlone(data) }),
  },
];
const UPCASTS: ReadonlyMap<string, UpcastStep> = new Map(OLD_TYPES.map(({ type, step }) => [type, step]));

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
