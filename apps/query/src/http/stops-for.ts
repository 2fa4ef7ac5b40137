import { type Scope, sightOf } from '#access';
import { placeOfStream } from '#domain';
import { type Database, readStops, type StreamStop } from '#read-model';
import type { FastifyRequest } from 'fastify';

import { placeOfRequest } from './place-of-request';

/** Why a stream waits is told in words of its records, which may be about units that a reader does not see. */
const FOR_AN_OPERATOR = '须由管理员处理 an operator has to see to it';

/** The stopped streams that a request is about, as far as its reader may know of them. */
export async function stopsFor(database: Database, request: FastifyRequest): Promise<StreamStop[]> {
  return stopsSeen(await readStops(database, placeOfRequest(request)), sightOf(request).scope);
}

/** That a department's stream waits is for whoever may read anything of it, since it is missing from what they read. */
export function stopsSeen(stops: readonly StreamStop[], scope: Scope): StreamStop[] {
  return stops.flatMap((stop) => {
    const place = placeOfStream(stop.stream);
    if (!scope.touches(place)) return [];
    return [scope.covers(place) ? stop : { ...stop, reason: FOR_AN_OPERATOR }];
  });
}
