import type { FastifyInstance } from 'fastify';

interface Made {
  type: string;
  text: string;
}

/** What stands at these addresses is made when it is first asked for, and sent as it was from then on. */
export function makeOnce(fastify: FastifyInstance, addresses: readonly string[]): void {
  const made = new Map<string, Made>();
  fastify.addHook('onRequest', ({ routeOptions }, reply, done) => {
    const document = made.get(routeOptions.url ?? '');
    if (document === undefined) done();
    else void reply.type(document.type).send(document.text);
  });
  fastify.addHook('onSend', ({ method, routeOptions }, reply, payload, done) => {
    const { url = '' } = routeOptions;
    if (addresses.includes(url) && method === 'GET' && reply.statusCode === 200 && typeof payload === 'string') {
      made.set(url, { type: String(reply.getHeader('content-type')), text: payload });
    }
    done(null, payload);
  });
}
