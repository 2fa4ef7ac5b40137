import { Open, Problem } from '#platform';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { SignedIn } from '../session/signed-in';
import { type ServiceHealth, Services } from './services';

/** What a page of operators is told of the services, which stand at addresses that browsers do not reach. */
@ApiExcludeController()
@Controller('services')
export class ServicesController {
  constructor(
    private readonly services: Services,
    private readonly signedIn: SignedIn,
  ) {}

  @Get()
  @Open('readiness is told to everybody by the services themselves; here to who is signed in')
  async show(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ services: ServiceHealth[] }> {
    void reply.header('cache-control', 'no-store');
    // A page that looks from time to time does not keep its session by that.
    if (!this.signedIn.shown(request, reply).signedIn) throw new Problem('signed-out');
    return { services: await this.services.health() };
  }
}
