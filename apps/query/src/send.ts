import type { StandsOn } from '#read-model';
import type { FastifyReply } from 'fastify';

import { NEXT, POSITION, PRIOR_POSITION } from './reading.interceptor';

const TYPES = { json: 'application/json', csv: 'text/csv', html: 'text/html', text: 'text/plain' } as const;

type Standing = Pick<StandsOn, 'position' | 'basis'>;

/** Sets what every answer to a read carries. The position stands in a header too, for CSV and HTML have no place for it; so does where the next page begins. */
export function headed(
  reply: FastifyReply,
  format: keyof typeof TYPES,
  standing: Standing,
  fileName?: string,
  next?: string,
  prior?: Standing,
): void {
  void reply
    .header('content-type', `${TYPES[format]}; charset=utf-8`)
    .header(POSITION.toLowerCase(), standing.position)
    // The interceptor makes the tag of it, with what the answer was made with.
    .header('etag', [standing, ...(prior === undefined ? [] : [prior])].map(({ basis }) => basis).join(';'));
  if (prior !== undefined) void reply.header(PRIOR_POSITION.toLowerCase(), prior.position);
  if (next !== undefined) void reply.header(NEXT.toLowerCase(), next);
  if (format === 'csv' && fileName !== undefined) {
    void reply.header('content-disposition', `attachment; filename="${fileName}.csv"`);
  }
}
