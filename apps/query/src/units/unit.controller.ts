import { Scope } from '#access';
import { Controller, Get, Param, Query, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';

import { CallerScope } from '../http/caller-scope';
import { ApiRead } from '../http/docs';
import { unitPath } from '../http/parameters';
import { UNITS_OF_PLACE } from '../http/read-rules';
import { ReadingInterceptor } from '../http/reading.interceptor';
import { valid } from '../http/valid';
import { versionOf, versionQuery } from '../http/version';
import { GetUnit } from './get-unit';
import { unitAnswer } from './unit-answer';
import { unitExample } from './unit-example';

/** What is known of a unit itself. */
@ApiTags('units')
@UseInterceptors(ReadingInterceptor)
@Controller('v1/units/:division/:unit')
export class UnitController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiRead({
    id: 'getUnit',
    rule: UNITS_OF_PLACE,
    summary: '单位 A unit and its years',
    path: unitPath,
    query: versionQuery,
    answer: unitAnswer,
    examples: { Unit: unitExample },
  })
  unit(@Param() params: unknown, @Query() query: unknown, @CallerScope() scope: Scope) {
    return this.queries.execute(new GetUnit(valid(unitPath, params), versionOf(valid(versionQuery, query)), scope));
  }
}
