import type { FastifyInstance } from 'fastify';

import { Problem } from './problem';

/** What files are sent as; what one of them really is, its bytes say. */
export const FILE_TYPES = [
  'text/csv',
  'text/tab-separated-values',
  'text/plain',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.ms-excel',
  'application/octet-stream',
] as const;

/** What a route says that takes a file as it is. */
export const TAKES_FILES = { takesFiles: true };

/** Files are taken whole, up to the limit of any body, by the routes that say so; every other one takes JSON alone. */
export function takeFiles(fastify: FastifyInstance): void {
  fastify.addContentTypeParser<Buffer>([...FILE_TYPES], { parseAs: 'buffer' }, (request, body, done) => {
    const { takesFiles } = request.routeOptions.config as { takesFiles?: boolean };
    if (takesFiles === true) done(null, body);
    else done(new Problem('unsupported-media-type'));
  });
}
