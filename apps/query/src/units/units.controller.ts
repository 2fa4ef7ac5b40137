import { Controller, Get, Param, Query, Res, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';

import { ReadUnit } from '../budget-queries';
import { ApiRead } from '../http/docs';
import { ReadingInterceptor } from '../http/reading.interceptor';
import { unitPath, valid, versionOf, versionQuery } from '../http/request';
import { unitAnswer } from '../http/schemas';
import { headed } from '../http/send';
import { stoodOn } from '../http/standing';

/** What is known of a unit; its reports have a controller of their own. */
@ApiTags('units')
@UseInterceptors(ReadingInterceptor)
@Controller('v1/units/:division/:unit')
export class UnitsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiRead({ summary: '单位 A unit and its years', path: unitPath, query: versionQuery, answer: unitAnswer })
  async unit(
    @Param() path: unknown,
    @Query() query: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof unitAnswer>> {
    const key = valid(unitPath, path);
    const version = versionOf(valid(versionQuery, query));
    const { unit, stream, standing } = await this.queries.execute(new ReadUnit(key, version));
    headed(reply, 'json', standing);
    return { ...unit, stream, ...stoodOn(standing, version) };
  }
}
