import { Scope } from '#access';
import { Controller, Get, Param, Query, type Type, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';

import { CallerScope } from '../http/caller-scope';
import { ApiRead } from '../http/docs';
import { exampleAt } from '../http/example-place';
import type { Place } from '../http/places';
import { UNITS_OF_PLACE } from '../http/read-rules';
import { ReadingInterceptor } from '../http/reading.interceptor';
import { valid } from '../http/valid';
import { GetUnits } from './get-units';
import { unitsAnswer } from './unit-answer';
import { unitsQuery } from './units-request';
import { unitsExample } from './unit-example';

/** The units of a place; of a unit it is the unit alone. */
export function unitsController({ address, tag, noun, path, example }: Place): Type {
  @ApiTags(tag)
  @UseInterceptors(ReadingInterceptor)
  @Controller(address)
  class UnitsController {
    constructor(private readonly queries: QueryBus) {}

    @Get('units')
    @ApiRead({
      id: `list${noun}Units`,
      rule: UNITS_OF_PLACE,
      summary: '单位 The registered units, by code',
      path,
      query: unitsQuery,
      answer: unitsAnswer,
      examples: { Units: exampleAt(example, unitsExample) },
      formats: ['text/csv'],
    })
    units(@Param() params: unknown, @Query() query: unknown, @CallerScope() scope: Scope) {
      return this.queries.execute(new GetUnits(valid(path, params), valid(unitsQuery, query), scope));
    }
  }
  return UnitsController;
}
