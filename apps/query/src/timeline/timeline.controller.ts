import { Scope } from '#access';
import { Controller, Get, Param, Query, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';

import { CallerScope } from '../http/caller-scope';
import { ApiRead } from '../http/docs';
import { departmentPath } from '../http/parameters';
import { TIMELINE } from '../http/read-rules';
import { ReadingInterceptor } from '../http/reading.interceptor';
import { valid } from '../http/valid';
import { GetTimeline } from './get-timeline';
import { timelineAnswer } from './timeline-answer';
import { timelineExample } from './timeline-example';
import { timelineQuery } from './timeline-request';

/** For who goes through the versions of a department. */
@ApiTags('streams')
@UseInterceptors(ReadingInterceptor)
@Controller('v1/streams/:division/:department/timeline')
export class TimelineController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiRead({
    id: 'getStreamTimeline',
    rule: TIMELINE,
    summary: '时间轴：何时有变动，不含金额和人 When something changed, without amounts and people',
    path: departmentPath,
    query: timelineQuery,
    answer: timelineAnswer,
    examples: { Timeline: timelineExample },
  })
  timeline(@Param() params: unknown, @Query() query: unknown, @CallerScope() scope: Scope) {
    return this.queries.execute(new GetTimeline(valid(departmentPath, params), valid(timelineQuery, query), scope));
  }
}
