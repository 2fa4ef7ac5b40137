import { createHash } from 'node:crypto';

import { eventIdOf } from '#domain';
import type { StreamStop } from '#read-model';

const STOPS = /;stops=([0-9a-f]{12})$/;
const WITHIN = /;within=([0-9a-f]{12})$/;

/**
 * The id of an event is the position that its reader stands on. While streams that it asks for wait for an operator, it also names them by a
 * hash: once they go on, what they recorded meanwhile lies before that position, and only the reader's own id can tell that it has not been sent.
 * So it does by what the reader may read, where that is not all: of what comes to be readable the earlier state lies before that position too.
 */
export function subscriptionId(position: string, stops: string | undefined, within?: string): string {
  const [ofStops, ofRights] = [stops && `;stops=${stops}`, within && `;within=${within}`];
  return `${position}${ofStops ?? ''}${ofRights ?? ''}`;
}

export function partsOfId(id: string): { position: string; stops?: string; within?: string } {
  const within = WITHIN.exec(id)?.[1];
  const rest = id.replace(WITHIN, '');
  const stops = STOPS.exec(rest)?.[1];
  return {
    position: rest.replace(STOPS, ''),
    ...(stops === undefined ? {} : { stops }),
    ...(within === undefined ? {} : { within }),
  };
}

/** One short word for any number of stops; nothing where nothing has stopped. */
export function stopsMark(stops: Iterable<StreamStop>): string | undefined {
  const named = [...stops].map(eventIdOf).sort();
  if (named.length === 0) return undefined;
  return createHash('sha256').update(JSON.stringify(named)).digest('hex').slice(0, 12);
}
