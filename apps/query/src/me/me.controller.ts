import { AskForSelf } from '#access';
import { ApiProblem, openApiExamples, openApiSchemaOf } from '#platform';
import { applyDecorators, Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { valid } from '../http/valid';
import { GetMe } from './get-me';
import { type MeAnswer, meAnswer } from './me-answer';
import { meExample, nobodyExample } from './me-example';

const SUMMARY = '我是谁，可以做什么 Who the caller is, and what they may';
const nothing = z.strictObject({});

/** For pages, which show what their reader may. It stands on no state of the books, and is answered while there are no tables. */
@ApiTags('me')
@Controller('v1/me')
export class MeController {
  constructor(private readonly me: GetMe) {}

  @Get()
  @ApiGetMe()
  get(
    @Query() query: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): MeAnswer {
    valid(nothing, query);
    void reply.header('cache-control', 'no-store');
    return this.me.execute(request);
  }
}

function ApiGetMe(): MethodDecorator {
  return applyDecorators(
    AskForSelf(),
    ApiBearerAuth(),
    ApiOperation({ operationId: 'getMe', summary: SUMMARY }),
    ApiResponse({
      status: 200,
      description: SUMMARY,
      content: {
        'application/json': {
          schema: openApiSchemaOf(meAnswer, 'output'),
          examples: openApiExamples({ Me: meExample, Nobody: nobodyExample }),
        },
      },
    }),
    ApiProblem(400, 'A part of the query does not fit'),
    ApiProblem(401, 'A token came that is not valid; the code says what is wrong with it'),
  );
}
