import type { EventName } from '#read-model';

/** The tables hold no posting without its event; where they do, they are wrong. */
export function nameIn(names: ReadonlyMap<string, EventName>, eventId: string): EventName {
  const name = names.get(eventId);
  if (name === undefined) throw new Error(`postings of ${eventId} stand in the tables without their event`);
  return name;
}
