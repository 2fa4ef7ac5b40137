import { streamOf } from '#domain';
import { Controller, Get, Param, Query, Res, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';

import { carryOverAsCsv, carryOverOf, departmentYearOf, freezesAsCsv, transitsAsCsv } from './department-year-answer';
import { ReadDepartmentYear, ReadFreezes, ReadTransits } from './department-queries';
import { ApiRead } from './docs';
import { ReadingInterceptor } from './reading.interceptor';
import {
  listQuery,
  departmentPath,
  departmentYearPath,
  valid,
  versionOf,
  versionQuery,
  yearListQuery,
} from './request';
import { carryOverAnswer, departmentYearAnswer, freezesAnswer, transitsAnswer } from './schemas';
import { headed } from './send';

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
    headed(reply, 'json', reading.standing.position);
    return departmentYearOf(year, reading);
  }

  @Get('years/:year/carry-over')
  @ApiRead({
    summary: '年终结转预览 What is left line by line, and what would be 结转 or 结余',
    path: departmentYearPath,
    query: listQuery,
    answer: carryOverAnswer,
    formats: ['text/csv'],
  })
  async carryOver(
    @Param() path: unknown,
    @Query() query: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof carryOverAnswer> | string> {
    const { year, ...key } = valid(departmentYearPath, path);
    const { format, ...version } = valid(listQuery, query);
    const reading = await this.queries.execute(new ReadDepartmentYear(key, year, versionOf(version)));
    const answer = carryOverOf(year, reading);
    headed(reply, format, answer.position, `${key.division}-${key.department}-${year}-carry-over`);
    return format === 'csv' ? carryOverAsCsv(answer) : answer;
  }

  @Get('transits')
  @ApiRead({
    summary: '部门间调剂 Transfers from and to other departments',
    path: departmentPath,
    query: yearListQuery,
    answer: transitsAnswer,
    formats: ['text/csv'],
  })
  async transits(
    @Param() path: unknown,
    @Query() query: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof transitsAnswer> | string> {
    const key = valid(departmentPath, path);
    const { format, year, ...version } = valid(yearListQuery, query);
    const { standing, transits } = await this.queries.execute(new ReadTransits(key, year, versionOf(version)));
    headed(reply, format, standing.position, `${key.division}-${key.department}-transits`);
    return format === 'csv'
      ? transitsAsCsv(transits)
      : { stream: streamOf(key), transits, position: standing.position };
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
    const { format, year, ...version } = valid(yearListQuery, query);
    const { standing, held } = await this.queries.execute(new ReadFreezes(key, year, versionOf(version)));
    const stream = streamOf(key);
    headed(reply, format, standing.position, `${key.division}-${key.department}-freezes`);
    if (format === 'csv') return freezesAsCsv(held);
    const named = held.map((line) => ({ ...line, freezeEventId: `${stream}@${line.freezeRevision}` }));
    return { stream, held: named, position: standing.position };
  }
}
