import { streamOf } from '#domain';
import { Controller, Get, Param, Query, Res, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';

import { ApiRead } from './docs';
import { eventsAsCsv } from './events-csv';
import { ReadingInterceptor } from './reading.interceptor';
import { eventsQuery, noQuery, departmentPath, valid } from './request';
import { eventsAnswer, streamAnswer } from './schemas';
import { headed } from './send';
import { ReadAuditPage, ReadStream } from './stream-queries';

/** A department's stream: where it stands, and everything that happened in it. */
@ApiTags('streams')
@UseInterceptors(ReadingInterceptor)
@Controller('v1/streams/:division/:department')
export class StreamsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiRead({ summary: '记录流的当前位置 Where a stream stands', path: departmentPath, answer: streamAnswer })
  async stream(
    @Param() path: unknown,
    @Query() query: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof streamAnswer>> {
    const stream = streamOf(valid(departmentPath, path));
    valid(noQuery, query);
    const standing = await this.queries.execute(new ReadStream(stream));
    headed(reply, 'json', standing.position);
    return standing;
  }

  @Get('events')
  @ApiRead({
    summary: '审计轨迹 The audit trail, by revision',
    path: departmentPath,
    query: eventsQuery,
    answer: eventsAnswer,
    formats: ['text/csv'],
  })
  async events(
    @Param() path: unknown,
    @Query() query: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof eventsAnswer> | string> {
    const place = valid(departmentPath, path);
    const { format, after, limit } = valid(eventsQuery, query);
    const { standing, events, next } = await this.queries.execute(new ReadAuditPage(streamOf(place), after, limit));
    const { stream, position } = standing;
    headed(reply, format, position, `${place.division}-${place.department}-events-after-${after}`);
    if (format === 'json') {
      return {
        stream,
        events,
        ...(next === undefined ? {} : { next }),
        position,
      };
    }
    if (next !== undefined) void reply.header('ledger-next', String(next));
    return eventsAsCsv(events);
  }
}
