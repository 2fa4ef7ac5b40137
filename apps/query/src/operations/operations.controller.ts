import { ApiOperations, openApiSchemaOf } from '#platform';
import { Controller, Get, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { ApiAsked } from '../http/docs';
import { OF_TABLES } from '../http/read-rules';
import { GetOperations } from './get-operations';
import { operationsAnswer } from './operations-answer';
import { operationsExample } from './operations-example';

/** For who runs the services: how far the tables are behind the log, what has stopped, and who is connected. */
@ApiTags('operating')
@Controller('v1/operations')
export class OperationsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiAsked(OF_TABLES)
  @ApiOperations({
    id: 'getOperations',
    isAsked: true,
    summary:
      '运行状况：投影滞后、停止的记录流与在线订阅 How far the tables are behind, what has stopped, and who is connected',
    answer: {
      'application/json': { schema: openApiSchemaOf(operationsAnswer, 'output'), example: operationsExample },
    },
  })
  operations(@Res({ passthrough: true }) reply: FastifyReply) {
    void reply.header('cache-control', 'no-store');
    return this.queries.execute(new GetOperations());
  }
}
