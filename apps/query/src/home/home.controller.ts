import { Ask, sightOf } from '#access';
import { Controller, Get, Req, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';

import { UNITS_OF_ALL } from '../http/read-rules';
import { ReadingInterceptor } from '../http/reading.interceptor';
import { GetHome } from './get-home';

@ApiExcludeController()
@UseInterceptors(ReadingInterceptor)
@Controller()
export class HomeController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Ask(UNITS_OF_ALL)
  home(@Req() request: FastifyRequest) {
    return this.queries.execute(new GetHome(sightOf(request).scope));
  }
}
