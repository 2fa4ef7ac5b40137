import { streamOf } from '#domain';
import { Controller, Get, Param, Query, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';

import { ApiRead } from '../http/docs';
import { departmentPath } from '../http/parameters';
import { OF_STREAM, OF_TRAIL } from '../http/read-rules';
import { ReadingInterceptor } from '../http/reading.interceptor';
import { valid } from '../http/valid';
import { versionOf, versionQuery } from '../http/version';
import { eventsAnswer } from './audit-trail-answer';
import { eventsQuery } from './audit-trail-request';
import { GetAuditTrail } from './get-audit-trail';
import { GetStream } from './get-stream';
import { streamAnswer } from './stream-answer';
import { auditTrailExample } from './audit-trail-example';
import { streamExample } from './stream-example';

/** A department's stream: where it stands, and everything that happened in it. */
@ApiTags('streams')
@UseInterceptors(ReadingInterceptor)
@Controller('v1/streams/:division/:department')
export class StreamsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiRead({
    id: 'getStream',
    rule: OF_STREAM,
    summary: '记录流的当前位置 Where a stream stands',
    path: departmentPath,
    query: versionQuery,
    answer: streamAnswer,
    examples: { Stream: streamExample },
  })
  stream(@Param() params: unknown, @Query() query: unknown) {
    const stream = streamOf(valid(departmentPath, params));
    return this.queries.execute(new GetStream(stream, versionOf(valid(versionQuery, query))));
  }

  @Get('events')
  @ApiRead({
    id: 'listStreamEvents',
    rule: OF_TRAIL,
    summary: '审计轨迹 The audit trail, by revision',
    path: departmentPath,
    query: eventsQuery,
    answer: eventsAnswer,
    examples: { AuditTrail: auditTrailExample },
    formats: ['text/csv'],
  })
  events(@Param() params: unknown, @Query() query: unknown) {
    return this.queries.execute(new GetAuditTrail(valid(departmentPath, params), valid(eventsQuery, query)));
  }
}
