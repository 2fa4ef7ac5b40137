import type { FastifyRequest } from 'fastify';

import type { Problem } from './problem';

/** Knows who sends a request, and whether they may. A process without one answers what is open to everybody, and nothing else. */
export abstract class Doorkeeper {
  /** The header that tells one caller from another, for caches. */
  readonly varyBy: string = 'authorization';
  /** Whether it knows callers and their rights itself, or leaves that to services behind. */
  readonly knowsCallers: boolean = true;

  /** Asked with a request's headers, before its body is read. Rejects with the problem by which it is turned away. */
  abstract admit(request: FastifyRequest): Promise<void>;

  /** The name of who sends a request that was let in; undefined where nobody asked. */
  callerOf(_request: FastifyRequest): string | undefined {
    return undefined;
  }

  /** Told of every answer, with the problem that it is where it is one. */
  answered(_request: FastifyRequest, _status: number, _problem: Problem | undefined): void {
    // Whoever keeps no trace has nothing to do.
  }
}
