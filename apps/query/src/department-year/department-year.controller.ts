import { Scope } from '#access';
import { Controller, Get, Param, Query, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';

import { CallerScope } from '../http/caller-scope';
import { ApiRead } from '../http/docs';
import { departmentPath } from '../http/parameters';
import { LINES_OF_DEPARTMENT, OF_YEAR, TRANSFERS } from '../http/read-rules';
import { ReadingInterceptor } from '../http/reading.interceptor';
import { valid } from '../http/valid';
import { versionOf, versionQuery } from '../http/version';
import { carryOverAnswer } from './carry-over-answer';
import { departmentYearAnswer } from './department-year-answer';
import { carryOverQuery, departmentYearPath, transitsQuery, yearListQuery } from './department-year-request';
import { freezesAnswer } from './freezes-answer';
import { GetCarryOver } from './get-carry-over';
import { GetDepartmentYear } from './get-department-year';
import { GetFreezes } from './get-freezes';
import { GetTransits } from './get-transits';
import { transitsAnswer } from './transits-answer';
import { departmentYearExample } from './department-year-example';
import { carryOverExample } from './carry-over-example';
import { transitsExample } from './transits-example';
import { freezesExample } from './freezes-example';

/** What a department has as a whole: its year, its transfers from and to others, its freezes, and what year-end would make of it. */
@ApiTags('streams')
@UseInterceptors(ReadingInterceptor)
@Controller('v1/streams/:division/:department')
export class DepartmentYearController {
  constructor(private readonly queries: QueryBus) {}

  @Get('years/:year')
  @ApiRead({
    id: 'getDepartmentYear',
    rule: OF_YEAR,
    summary: "部门年度：是否结账、待下达、控制数、在途 A department's year: closed or not, pool, ceilings, in transit",
    path: departmentYearPath,
    query: versionQuery,
    answer: departmentYearAnswer,
    examples: { DepartmentYear: departmentYearExample },
  })
  year(@Param() params: unknown, @Query() query: unknown, @CallerScope() scope: Scope) {
    const at = valid(departmentYearPath, params);
    return this.queries.execute(new GetDepartmentYear(at, versionOf(valid(versionQuery, query)), scope));
  }

  @Get('years/:year/carry-over')
  @ApiRead({
    id: 'getCarryOver',
    rule: OF_YEAR,
    summary: '年终结转预览 What is left line by line, and what would be 结转 or 结余',
    path: departmentYearPath,
    query: carryOverQuery,
    answer: carryOverAnswer,
    examples: { CarryOver: carryOverExample },
    formats: ['text/csv'],
  })
  carryOver(@Param() params: unknown, @Query() query: unknown) {
    return this.queries.execute(new GetCarryOver(valid(departmentYearPath, params), valid(carryOverQuery, query)));
  }

  @Get('transits')
  @ApiRead({
    id: 'listTransits',
    rule: TRANSFERS,
    summary: '部门间调剂 Transfers from and to other departments, all or by where they stand',
    path: departmentPath,
    query: transitsQuery,
    answer: transitsAnswer,
    examples: { Transits: transitsExample },
    formats: ['text/csv'],
  })
  transits(@Param() params: unknown, @Query() query: unknown, @CallerScope() scope: Scope) {
    return this.queries.execute(new GetTransits(valid(departmentPath, params), valid(transitsQuery, query), scope));
  }

  @Get('freezes')
  @ApiRead({
    id: 'listFreezes',
    rule: LINES_OF_DEPARTMENT,
    summary: '冻结余额 What freezes still hold',
    path: departmentPath,
    query: yearListQuery,
    answer: freezesAnswer,
    examples: { Freezes: freezesExample },
    formats: ['text/csv'],
  })
  freezes(@Param() params: unknown, @Query() query: unknown, @CallerScope() scope: Scope) {
    return this.queries.execute(new GetFreezes(valid(departmentPath, params), valid(yearListQuery, query), scope));
  }
}
