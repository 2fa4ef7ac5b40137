import { eventIdOf, lineKeyOf, streamOf } from '#domain';
import { type HeldLine, isInTransit, type Transit } from '#read-model';
import { csvOf } from '#report';
import { Controller, Get, Param, Query, Res, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';

import { askedLabel } from '../http/asked-version';
import { carryOverAsCsv, carryOverOf, departmentYearOf, freezesAsCsv, transitsAsCsv } from './department-year-answer';
import { ReadDepartmentYear, ReadFreezes, ReadTransits } from './department-queries';
import { ApiRead } from '../http/docs';
import { pageOf } from '../http/page';
import { ReadingInterceptor } from '../http/reading.interceptor';
import {
  departmentPath,
  departmentYearPath,
  linesQuery,
  transitsQuery,
  valid,
  versionOf,
  versionQuery,
  yearListQuery,
} from '../http/request';
import { carryOverAnswer, departmentYearAnswer, freezesAnswer, transitsAnswer } from '../http/schemas';
import { headed } from '../http/send';
import { stoodOn } from '../http/standing';

/** What a department has as a whole: its year, its transfers from and to others, its freezes, and what year-end would make of it. */
@ApiTags('streams')
@UseInterceptors(ReadingInterceptor)
@Controller('v1/streams/:division/:department')
export class DepartmentYearController {
  constructor(private readonly queries: QueryBus) {}

  @Get('years/:year')
  @ApiRead({
    summary: "部门年度：是否结账、待下达、控制数、在途 A department's year: closed or not, pool, ceilings, in transit",
    path: departmentYearPath,
    query: versionQuery,
    answer: departmentYearAnswer,
  })
  async year(
    @Param() path: unknown,
    @Query() query: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof departmentYearAnswer>> {
    const { year, ...key } = valid(departmentYearPath, path);
    const version = versionOf(valid(versionQuery, query));
    const reading = await this.queries.execute(new ReadDepartmentYear(key, year, version));
    headed(reply, 'json', reading.standing);
    return departmentYearOf(year, reading, version);
  }

  @Get('years/:year/carry-over')
  @ApiRead({
    summary: '年终结转预览 What is left line by line, and what would be 结转 or 结余',
    path: departmentYearPath,
    query: linesQuery,
    answer: carryOverAnswer,
    formats: ['text/csv'],
  })
  async carryOver(
    @Param() path: unknown,
    @Query() query: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof carryOverAnswer> | string> {
    const { year, ...key } = valid(departmentYearPath, path);
    const { format, limit, cursor, ...asked } = valid(linesQuery, query);
    const version = versionOf(asked, cursor);
    const reading = await this.queries.execute(new ReadDepartmentYear(key, year, version));
    const answer = carryOverOf(year, reading, { ...version, cursor, limit });
    const label = askedLabel(asked);
    headed(reply, format, reading.standing, {
      file: `${key.division}-${key.department}-${year}-carry-over`,
      label,
      next: answer.next,
    });
    return format === 'csv' ? csvOf(carryOverAsCsv(answer), label) : answer;
  }

  @Get('transits')
  @ApiRead({
    summary: '部门间调剂 Transfers from and to other departments, all or by where they stand',
    path: departmentPath,
    query: transitsQuery,
    answer: transitsAnswer,
    formats: ['text/csv'],
  })
  async transits(
    @Param() path: unknown,
    @Query() query: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof transitsAnswer> | string> {
    const key = valid(departmentPath, path);
    const { format, year, status, limit, cursor, ...asked } = valid(transitsQuery, query);
    const version = versionOf(asked, cursor);
    const { standing, transits } = await this.queries.execute(new ReadTransits(key, year, version));
    const { position } = standing;
    const wanted = transits.filter((transit) => status === undefined || isIn(status, transit));
    const { items, next } = pageOf(wanted, ({ transitId }) => transitId, { cursor, limit, position });
    const label = askedLabel(asked);
    const file = `${key.division}-${key.department}-transits${status === undefined ? '' : `-${status}`}`;
    headed(reply, format, standing, { file, label, next: next.next });
    if (format === 'csv') return csvOf(transitsAsCsv(items), label);
    return { stream: streamOf(key), transits: items, ...next, ...stoodOn(standing, version) };
  }

  @Get('freezes')
  @ApiRead({
    summary: '冻结余额 What freezes still hold',
    path: departmentPath,
    query: yearListQuery,
    answer: freezesAnswer,
    formats: ['text/csv'],
  })
  async freezes(
    @Param() path: unknown,
    @Query() query: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof freezesAnswer> | string> {
    const key = valid(departmentPath, path);
    const { format, year, limit, cursor, ...asked } = valid(yearListQuery, query);
    const version = versionOf(asked, cursor);
    const { standing, held } = await this.queries.execute(new ReadFreezes(key, year, version));
    const { revision, position } = standing;
    const { items, next } = pageOf(held, heldKeyOf, { cursor, limit, position });
    const label = askedLabel(asked);
    headed(reply, format, standing, { file: `${key.division}-${key.department}-freezes`, label, next: next.next });
    if (format === 'csv') return csvOf(freezesAsCsv(items), label);
    const stream = streamOf(key);
    const named = items.map((line) => ({
      ...line,
      freezeEventId: eventIdOf({ stream, revision: line.freezeRevision }),
    }));
    return { stream, held: named, ...next, ...stoodOn({ position, revision }, version) };
  }
}

function heldKeyOf({ freezeRevision, fiscalYear, line }: HeldLine): string {
  return `${freezeRevision}|${fiscalYear}|${lineKeyOf(line)}`;
}

function isIn(status: Transit['status'] | 'open', transit: Transit): boolean {
  return status === 'open' ? isInTransit(transit) : transit.status === status;
}
