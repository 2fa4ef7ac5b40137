import { Scope } from '#access';
import { Controller, Get, Param, Query, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';

import { CallerScope } from '../http/caller-scope';
import { ApiRead } from '../http/docs';
import { departmentPath, divisionPath, yearPath } from '../http/parameters';
import { LINES_OF_YEAR } from '../http/read-rules';
import { ReadingInterceptor } from '../http/reading.interceptor';
import { valid } from '../http/valid';
import { GetParts } from './get-parts';
import { departmentsAnswer, yearUnitsAnswer } from './parts-answer';
import { departmentsExample, yearUnitsExample } from './parts-example';
import { partsQuery } from './parts-request';

const divisionYear = divisionPath.extend(yearPath.shape);
const departmentYear = departmentPath.extend(yearPath.shape);

/** The tree that leads from a division to its units, each with what it has in a year. */
@UseInterceptors(ReadingInterceptor)
@Controller('v1')
export class PartsController {
  constructor(private readonly queries: QueryBus) {}

  @ApiTags('divisions')
  @Get('divisions/:division/years/:year/departments')
  @ApiRead({
    id: 'listDivisionDepartments',
    rule: LINES_OF_YEAR,
    summary: '一个年度的各部门及其合计 The departments of a division in a year, with their totals',
    path: divisionYear,
    query: partsQuery,
    answer: departmentsAnswer,
    examples: { Departments: departmentsExample },
    formats: ['text/csv'],
  })
  departments(@Param() params: unknown, @Query() query: unknown, @CallerScope() scope: Scope) {
    return this.queries.execute(new GetParts(valid(divisionYear, params), valid(partsQuery, query), scope));
  }

  @ApiTags('departments')
  @Get('departments/:division/:department/years/:year/units')
  @ApiRead({
    id: 'listDepartmentYearUnits',
    rule: LINES_OF_YEAR,
    summary: '一个年度的各单位及其合计 The units of a department in a year, with their totals',
    path: departmentYear,
    query: partsQuery,
    answer: yearUnitsAnswer,
    examples: { YearUnits: yearUnitsExample },
    formats: ['text/csv'],
  })
  units(@Param() params: unknown, @Query() query: unknown, @CallerScope() scope: Scope) {
    return this.queries.execute(new GetParts(valid(departmentYear, params), valid(partsQuery, query), scope));
  }
}
