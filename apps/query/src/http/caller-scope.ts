import { type Scope, sightOf } from '#access';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** All that the caller of a list may see, for a parameter of its handler. */
export const CallerScope = createParamDecorator((_: unknown, context: ExecutionContext): Scope => {
  return sightOf(context.switchToHttp().getRequest<FastifyRequest>()).scope;
});
