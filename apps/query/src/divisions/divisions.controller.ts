import { Scope } from '#access';
import { Controller, Get, Query, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';

import { CallerScope } from '../http/caller-scope';
import { ApiRead } from '../http/docs';
import { jsonOrCsv } from '../http/format';
import { DIVISIONS } from '../http/read-rules';
import { ReadingInterceptor } from '../http/reading.interceptor';
import { valid } from '../http/valid';
import { divisionsAnswer } from './divisions-answer';
import { divisionsExample } from './divisions-example';
import { GetDivisions } from './get-divisions';

const divisionsQuery = z.strictObject({ format: jsonOrCsv });

/** Where a reader begins. */
@ApiTags('divisions')
@UseInterceptors(ReadingInterceptor)
@Controller('v1/divisions')
export class DivisionsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiRead({
    id: 'listDivisions',
    rule: DIVISIONS,
    summary:
      '可查阅的行政区划，及其最新年度的合计 The divisions that you may see anything of, with the totals of their newest year',
    path: z.strictObject({}),
    query: divisionsQuery,
    answer: divisionsAnswer,
    examples: { Divisions: divisionsExample },
    formats: ['text/csv'],
  })
  divisions(@Query() query: unknown, @CallerScope() scope: Scope) {
    valid(divisionsQuery, query);
    return this.queries.execute(new GetDivisions(scope));
  }
}
