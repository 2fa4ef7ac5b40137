// The peer of everything that comes by HTTP: a bare Fastify that parses the same body and answers as much as the ledger does.
import Fastify from 'fastify';

import { serve } from '../support/child.mjs';

const server = Fastify({ logger: false, bodyLimit: 1024 * 1024 });
const answerTo = ({ commandId, division, department }) => ({
  commandId,
  eventId: `${division}/${department}@1`,
  stream: `${division}/${department}`,
  revision: 1,
  position: '1:1',
  hash: 'e0bfc1ae0fa8d8452d8b7983f8909c1e86980247e0665e02a1ebb114b4d6eb7e',
});
server.post('/v1/commands', async (request, reply) => {
  reply.code(201);
  return answerTo(/** @type {any} */ (request.body));
});

serve({
  async listen({ port }) {
    await server.listen({ host: '127.0.0.1', port });
  },
});
