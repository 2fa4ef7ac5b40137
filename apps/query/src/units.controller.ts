import type { Chart } from '#domain';
import { comparison, comparisonAsCsv, statutoryTable, tableAsCsv, tableAsHtml } from '#report';
import { Controller, Get, Inject, Param, Query, Res, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';

import { CHART } from './configuration';
import { ApiRead } from './docs';
import { linesAsCsv, madeLineOf } from './lines-answer';
import { ReadingInterceptor } from './reading.interceptor';
import { inputOf, priorInputOf } from './report-input';
import { comparisonQuery, linesQuery, noQuery, tablePath, tableQuery, unitPath, unitYearPath, valid } from './request';
import { comparisonAnswer, linesAnswer, tableAnswer, unitAnswer } from './schemas';
import { headed } from './send';
import { ReadUnit, ReadUnitLines, ReadUnitYear } from './unit-queries';

/** A unit, its statutory tables, its comparison with the year before, and the lines that they are made from. */
@ApiTags('units')
@UseInterceptors(ReadingInterceptor)
@Controller('v1/units/:division/:unit')
export class UnitsController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(CHART) private readonly chart: Chart,
  ) {}

  @Get()
  @ApiRead({ summary: '单位 A unit and its years', path: unitPath, answer: unitAnswer })
  async unit(
    @Param() path: unknown,
    @Query() query: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof unitAnswer>> {
    const key = valid(unitPath, path);
    valid(noQuery, query);
    const { unit, standing } = await this.queries.execute(new ReadUnit(key));
    const { stream, revision, position } = standing;
    headed(reply, 'json', position);
    return { ...unit, stream, revision, position };
  }

  @Get('years/:year/tables/:table')
  @ApiRead({
    summary: '法定报表 A statutory table',
    path: tablePath,
    query: tableQuery,
    answer: tableAnswer,
    formats: ['text/csv', 'text/html'],
  })
  async table(
    @Param() path: unknown,
    @Query() query: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof tableAnswer> | string> {
    const { table: number, year, ...key } = valid(tablePath, path);
    const { format, measure } = valid(tableQuery, query);
    const reading = await this.queries.execute(new ReadUnitYear(key, year));
    const { position } = reading.standing;
    const table = statutoryTable(number, inputOf(reading, year, this.chart, measure));
    headed(reply, format, position, `${key.unit}-${year}-table-${number}`);
    if (format === 'csv') return tableAsCsv(table);
    if (format === 'html') return tableAsHtml(table);
    const { header: _header, ...answer } = table;
    return { ...answer, position };
  }

  @Get('years/:year/comparison')
  @ApiRead({
    summary: '与上年比较 The year beside the one before it',
    path: unitYearPath,
    query: comparisonQuery,
    answer: comparisonAnswer,
    formats: ['text/csv'],
  })
  async comparison(
    @Param() path: unknown,
    @Query() query: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof comparisonAnswer> | string> {
    const { year, ...key } = valid(unitYearPath, path);
    const { format, measure } = valid(comparisonQuery, query);
    const reading = await this.queries.execute(new ReadUnitYear(key, year));
    const { position } = reading.standing;
    const prior = priorInputOf(reading, year - 1, this.chart, measure);
    const answer = comparison(inputOf(reading, year, this.chart, measure), prior);
    headed(reply, format, position, `${key.unit}-${year}-comparison`);
    return format === 'csv' ? comparisonAsCsv(answer) : { ...answer, position };
  }

  @Get('years/:year/lines')
  @ApiRead({
    summary: '预算线 The lines behind the tables, in yuan',
    path: unitYearPath,
    query: linesQuery,
    answer: linesAnswer,
    formats: ['text/csv'],
  })
  async lines(
    @Param() path: unknown,
    @Query() query: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof linesAnswer> | string> {
    const { year, ...key } = valid(unitYearPath, path);
    const { format } = valid(linesQuery, query);
    const { standing, lines } = await this.queries.execute(new ReadUnitLines(key, year));
    const { stream, position } = standing;
    headed(reply, format, position, `${key.unit}-${year}-lines`);
    if (format === 'csv') return linesAsCsv(year, lines);
    return { ...key, year, lines: lines.map((line) => madeLineOf(stream, line)), position };
  }
}
