import { Scope } from '#access';
import { Controller, Get, Param, Query, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';

import { CallerScope } from '../http/caller-scope';
import { ApiRead } from '../http/docs';
import { divisionPath } from '../http/parameters';
import { TRAILS } from '../http/read-rules';
import { ReadingInterceptor } from '../http/reading.interceptor';
import { valid } from '../http/valid';
import { divisionEventsAnswer } from './audit-trail-answer';
import { divisionTrailExample } from './audit-trail-example';
import { divisionEventsQuery } from './audit-trail-request';
import { GetDivisionTrail } from './get-division-trail';

/** For auditors: what happened in all departments, by what they look for. */
@ApiTags('streams')
@UseInterceptors(ReadingInterceptor)
@Controller('v1/divisions/:division/events')
export class DivisionTrailController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiRead({
    id: 'listDivisionEvents',
    rule: TRAILS,
    summary: '全区划的审计轨迹，新的在前 The audit trail of all departments, the newest first',
    path: divisionPath,
    query: divisionEventsQuery,
    answer: divisionEventsAnswer,
    examples: { DivisionTrail: divisionTrailExample },
    formats: ['text/csv'],
  })
  events(@Param() params: unknown, @Query() query: unknown, @CallerScope() scope: Scope) {
    const { division } = valid(divisionPath, params);
    return this.queries.execute(new GetDivisionTrail(division, valid(divisionEventsQuery, query), scope));
  }
}
