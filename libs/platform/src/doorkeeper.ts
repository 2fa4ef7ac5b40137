import type { FastifyRequest } from 'fastify';

/** Knows who sends a request that would change something. A process without one takes no writes. */
export abstract class Doorkeeper {
  /** Asked with a request's headers, before its body is read. Rejects with the problem by which it is turned away. */
  abstract admit(request: FastifyRequest): Promise<void>;
}
