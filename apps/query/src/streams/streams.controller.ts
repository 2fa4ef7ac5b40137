import { streamOf } from '#domain';
import { csvOf } from '#report';
import { Controller, Get, Param, Query, Res, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';

import { askedLabel } from '../http/asked-version';
import { ApiRead } from '../http/docs';
import { eventsAsCsv } from './events-csv';
import { ReadingInterceptor } from '../http/reading.interceptor';
import { eventsQuery, departmentPath, valid, versionOf, versionQuery } from '../http/request';
import { eventsAnswer, streamAnswer } from '../http/schemas';
import { headed } from '../http/send';
import { stoodOn } from '../http/standing';
import { ReadAuditPage, ReadStream } from './stream-queries';

/** A department's stream: where it stands, and everything that happened in it. */
@ApiTags('streams')
@UseInterceptors(ReadingInterceptor)
@Controller('v1/streams/:division/:department')
export class StreamsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiRead({
    summary: '记录流的当前位置 Where a stream stands',
    path: departmentPath,
    query: versionQuery,
    answer: streamAnswer,
  })
  async stream(
    @Param() path: unknown,
    @Query() query: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof streamAnswer>> {
    const stream = streamOf(valid(departmentPath, path));
    const version = versionOf(valid(versionQuery, query));
    const { basis, recordedAt, ...standing } = await this.queries.execute(new ReadStream(stream, version));
    headed(reply, 'json', { ...standing, basis, recordedAt });
    return { ...standing, ...(version.effectiveOn === undefined ? {} : { effectiveOn: version.effectiveOn }) };
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
    const { format, after, limit, ...asked } = valid(eventsQuery, query);
    const version = versionOf(asked);
    const reading = new ReadAuditPage(streamOf(place), after, limit, version);
    const { standing, events, next } = await this.queries.execute(reading);
    const { stream, revision, position } = standing;
    const file = `${place.division}-${place.department}-events-after-${after}`;
    const label = askedLabel(asked);
    headed(reply, format, standing, { file, label, next: next === undefined ? undefined : String(next) });
    if (format === 'json') {
      return {
        stream,
        events,
        ...(next === undefined ? {} : { next }),
        ...stoodOn({ position, revision }, version),
      };
    }
    return csvOf(eventsAsCsv(events), label);
  }
}
