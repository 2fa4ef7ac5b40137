import { Controller, Get, Param, Query, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';

import { ApiRead } from '../http/docs';
import { departmentPath, digits } from '../http/parameters';
import { OF_TRAIL } from '../http/read-rules';
import { ReadingInterceptor } from '../http/reading.interceptor';
import { valid } from '../http/valid';
import { versionOf, versionQuery } from '../http/version';
import { eventAnswer } from './event-answer';
import { eventExample } from './event-example';
import { GetEvent } from './get-event';

const eventPath = departmentPath.extend({
  revision: digits(Number.MAX_SAFE_INTEGER).refine((value) => value > 0, '不得小于 1。 must be at least 1'),
});

/** For who computes a record's hash and follows the chain. */
@ApiTags('streams')
@UseInterceptors(ReadingInterceptor)
@Controller('v1/streams/:division/:department/events/:revision')
export class EventController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiRead({
    id: 'getStreamEvent',
    rule: OF_TRAIL,
    summary: '一条记录：事件、日志中的原文与前后哈希 One event with its stored record and the hashes on either side',
    path: eventPath,
    query: versionQuery,
    answer: eventAnswer,
    examples: { Event: eventExample },
  })
  event(@Param() params: unknown, @Query() query: unknown) {
    const { revision, ...key } = valid(eventPath, params);
    return this.queries.execute(new GetEvent(key, revision, versionOf(valid(versionQuery, query))));
  }
}
