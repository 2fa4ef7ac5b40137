import { Controller, Get, Param, Query, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';

import { ApiRead } from '../http/docs';
import { ReadingInterceptor } from '../http/reading.interceptor';
import { unitPath, valid, versionOf, versionQuery } from '../http/request';
import { unitAnswer } from '../http/schemas';
import { GetUnit } from './get-unit';

/** What is known of a unit itself. */
@ApiTags('units')
@UseInterceptors(ReadingInterceptor)
@Controller('v1/units/:division/:unit')
export class UnitController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiRead({
    id: 'UnitsController_unit',
    summary: '单位 A unit and its years',
    path: unitPath,
    query: versionQuery,
    answer: unitAnswer,
  })
  unit(@Param() params: unknown, @Query() query: unknown) {
    return this.queries.execute(new GetUnit(valid(unitPath, params), versionOf(valid(versionQuery, query))));
  }
}
