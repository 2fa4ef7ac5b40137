import type { TableNumber } from '#report';
import { Controller, Get, Param, Query, Res, type Type, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';

import { ApiRead } from './docs';
import { ReadingInterceptor } from './reading.interceptor';
import { Reports, type YearPlace } from './reports';
import {
  comparisonQuery,
  departmentPath,
  divisionPath,
  explanationQuery,
  linesQuery,
  publicationQuery,
  tablePath,
  tableQuery,
  unitPath,
  valid,
  yearPath,
} from './request';
import { comparisonAnswer, explanationAnswer, linesAnswer, publicationAnswer, tableAnswer } from './schemas';

const TABLE = {
  summary: '法定报表 A statutory table',
  query: tableQuery,
  answer: tableAnswer,
  formats: ['text/csv', 'text/html'],
} as const;
const COMPARISON = {
  summary: '与上年比较 The year beside the one before it',
  query: comparisonQuery,
  answer: comparisonAnswer,
  formats: ['text/csv'],
} as const;
const EXPLANATION = {
  summary: '情况说明 The explanation: part three of the published budget',
  query: explanationQuery,
  answer: explanationAnswer,
  formats: ['text/plain'],
} as const;
const PUBLICATION = {
  summary: '预算公开文本 The whole published budget; as HTML one page to print',
  query: publicationQuery,
  answer: publicationAnswer,
  formats: ['text/html'],
} as const;
const LINES = {
  summary: '预算线 The lines behind the tables, in yuan',
  query: linesQuery,
  answer: linesAnswer,
  formats: ['text/csv'],
} as const;

/** The same reports for whatever the address names: a unit, a department, a division. */
function reportsController(address: string, tag: string, placePath: z.ZodObject): Type {
  const year = placePath.extend(yearPath.shape);
  const table = placePath.extend(tablePath.shape);
  const yearOf = (path: unknown): YearPlace => valid<unknown>(year, path) as YearPlace;
  const tableOf = (path: unknown) => valid<unknown>(table, path) as YearPlace & { table: TableNumber };

  @ApiTags(tag)
  @UseInterceptors(ReadingInterceptor)
  @Controller(`${address}/years/:year`)
  class ReportsController {
    constructor(private readonly reports: Reports) {}

    @Get('tables/:table')
    @ApiRead({ ...TABLE, path: table })
    table(@Param() path: unknown, @Query() query: unknown, @Res({ passthrough: true }) reply: FastifyReply) {
      return this.reports.table(tableOf(path), query, reply);
    }

    @Get('comparison')
    @ApiRead({ ...COMPARISON, path: year })
    comparison(@Param() path: unknown, @Query() query: unknown, @Res({ passthrough: true }) reply: FastifyReply) {
      return this.reports.comparison(yearOf(path), query, reply);
    }

    @Get('explanation')
    @ApiRead({ ...EXPLANATION, path: year })
    explanation(@Param() path: unknown, @Query() query: unknown, @Res({ passthrough: true }) reply: FastifyReply) {
      return this.reports.explanation(yearOf(path), query, reply);
    }

    @Get('publication')
    @ApiRead({ ...PUBLICATION, path: year })
    publication(@Param() path: unknown, @Query() query: unknown, @Res({ passthrough: true }) reply: FastifyReply) {
      return this.reports.publication(yearOf(path), query, reply);
    }

    @Get('lines')
    @ApiRead({ ...LINES, path: year })
    lines(@Param() path: unknown, @Query() query: unknown, @Res({ passthrough: true }) reply: FastifyReply) {
      return this.reports.lines(yearOf(path), query, reply);
    }
  }
  return ReportsController;
}

export const REPORT_CONTROLLERS: Type[] = [
  reportsController('v1/units/:division/:unit', 'units', unitPath),
  reportsController('v1/departments/:division/:department', 'departments', departmentPath),
  reportsController('v1/divisions/:division', 'divisions', divisionPath),
];
