import type { BudgetPlace } from '#read-model';
import type { TableNumber } from '#report';
import { Controller, Get, Param, Query, Res, type Type, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';

import { Cells } from './cells';
import { Diffs } from './diffs';
import { ApiRead } from '../http/docs';
import { Lists } from '../lines/lists';
import { ReadingInterceptor } from '../http/reading.interceptor';
import { Reports, type YearPlace } from './reports';
import {
  cellPath,
  cellQuery,
  comparisonQuery,
  departmentPath,
  diffQuery,
  divisionPath,
  explanationQuery,
  linesQuery,
  publicationQuery,
  tablePath,
  tableQuery,
  unitPath,
  unitsQuery,
  valid,
  yearPath,
} from '../http/request';
import {
  cellAnswer,
  comparisonAnswer,
  diffAnswer,
  dimensionComparisonAnswer,
  explanationAnswer,
  linesAnswer,
  publicationAnswer,
  tableAnswer,
  unitsAnswer,
} from '../http/schemas';

const TABLE = {
  summary: '法定报表 A statutory table',
  query: tableQuery,
  answer: tableAnswer,
  formats: ['text/csv', 'text/html'],
} as const;
const COMPARISON = {
  summary: '比较 The year beside the one before it; by a dimension also beside any other year or version',
  query: comparisonQuery,
  answer: z.union([comparisonAnswer, dimensionComparisonAnswer]),
  formats: ['text/csv'],
} as const;
const CELL = {
  summary: '数字来源 Which events make a cell, or its change since an earlier version',
  query: cellQuery,
  answer: cellAnswer,
  formats: ['text/csv'],
} as const;
const DIFF = {
  summary: '变动对比 Two versions of a table side by side, with the events behind each difference',
  query: diffQuery,
  answer: diffAnswer,
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
  summary: '预算线 The lines behind the tables, in yuan, with the events that made each',
  query: linesQuery,
  answer: linesAnswer,
  formats: ['text/csv'],
} as const;

const UNITS = {
  summary: '单位 The registered units, by code',
  query: unitsQuery,
  answer: unitsAnswer,
  formats: ['text/csv'],
} as const;

/** The same reports for whatever the address names: a unit, a department, a division. */
function reportsController(address: string, tag: string, placePath: z.ZodObject): Type {
  const year = placePath.extend(yearPath.shape);
  const table = placePath.extend(tablePath.shape);
  const cell = placePath.extend(cellPath.shape);
  const cellOf = (path: unknown) => valid<unknown>(cell, path) as Parameters<Cells['cell']>[0];
  const yearOf = (path: unknown): YearPlace => valid<unknown>(year, path) as YearPlace;
  const placeOf = (path: unknown): BudgetPlace => valid<unknown>(placePath, path) as BudgetPlace;
  const tableOf = (path: unknown) => valid<unknown>(table, path) as YearPlace & { table: TableNumber };

  @ApiTags(tag)
  @UseInterceptors(ReadingInterceptor)
  @Controller(address)
  class ReportsController {
    constructor(
      private readonly reports: Reports,
      private readonly lists: Lists,
      private readonly cells: Cells,
      private readonly diffs: Diffs,
    ) {}

    @Get('years/:year/tables/:table')
    @ApiRead({ ...TABLE, path: table })
    table(@Param() path: unknown, @Query() query: unknown, @Res({ passthrough: true }) reply: FastifyReply) {
      return this.reports.table(tableOf(path), query, reply);
    }

    @Get('years/:year/tables/:table/cells/:row/:column')
    @ApiRead({ ...CELL, path: cell })
    cell(@Param() path: unknown, @Query() query: unknown, @Res({ passthrough: true }) reply: FastifyReply) {
      return this.cells.cell(cellOf(path), query, reply);
    }

    @Get('years/:year/tables/:table/diff')
    @ApiRead({ ...DIFF, path: table })
    diff(@Param() path: unknown, @Query() query: unknown, @Res({ passthrough: true }) reply: FastifyReply) {
      return this.diffs.diff(tableOf(path), query, reply);
    }

    @Get('years/:year/comparison')
    @ApiRead({ ...COMPARISON, path: year })
    comparison(@Param() path: unknown, @Query() query: unknown, @Res({ passthrough: true }) reply: FastifyReply) {
      return this.reports.comparison(yearOf(path), query, reply);
    }

    @Get('years/:year/explanation')
    @ApiRead({ ...EXPLANATION, path: year })
    explanation(@Param() path: unknown, @Query() query: unknown, @Res({ passthrough: true }) reply: FastifyReply) {
      return this.reports.explanation(yearOf(path), query, reply);
    }

    @Get('years/:year/publication')
    @ApiRead({ ...PUBLICATION, path: year })
    publication(@Param() path: unknown, @Query() query: unknown, @Res({ passthrough: true }) reply: FastifyReply) {
      return this.reports.publication(yearOf(path), query, reply);
    }

    @Get('years/:year/lines')
    @ApiRead({ ...LINES, path: year })
    lines(@Param() path: unknown, @Query() query: unknown, @Res({ passthrough: true }) reply: FastifyReply) {
      return this.lists.lines(yearOf(path), query, reply);
    }

    @Get('units')
    @ApiRead({ ...UNITS, path: placePath })
    units(@Param() path: unknown, @Query() query: unknown, @Res({ passthrough: true }) reply: FastifyReply) {
      return this.lists.units(placeOf(path), query, reply);
    }
  }
  return ReportsController;
}

export const REPORT_CONTROLLERS: Type[] = [
  reportsController('v1/units/:division/:unit', 'units', unitPath),
  reportsController('v1/departments/:division/:department', 'departments', departmentPath),
  reportsController('v1/divisions/:division', 'divisions', divisionPath),
];
