import { Scope } from '#access';
import { Controller, Get, Param, Query, type Type, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';

import { CallerScope } from '../http/caller-scope';
import { ApiRead } from '../http/docs';
import { exampleAt } from '../http/example-place';
import type { Place } from '../http/places';
import { YEARS_OF_PLACE } from '../http/read-rules';
import { ReadingInterceptor } from '../http/reading.interceptor';
import { valid } from '../http/valid';
import { GetYears } from './get-years';
import { yearsAnswer } from './years-answer';
import { yearsExample } from './years-example';
import { yearsQuery } from './years-request';

/** All years of a place beside each other. */
export function yearsController({ address, tag, noun, path, example }: Place): Type {
  @ApiTags(tag)
  @UseInterceptors(ReadingInterceptor)
  @Controller(address)
  class YearsController {
    constructor(private readonly queries: QueryBus) {}

    @Get('years')
    @ApiRead({
      id: `list${noun}Years`,
      rule: YEARS_OF_PLACE,
      summary: '各年度合计 The years of the place with their totals, also of one class of lines alone',
      path,
      query: yearsQuery,
      answer: yearsAnswer,
      examples: { Years: exampleAt(example, yearsExample) },
      formats: ['text/csv'],
    })
    years(@Param() params: unknown, @Query() query: unknown, @CallerScope() scope: Scope) {
      return this.queries.execute(new GetYears(valid(path, params), valid(yearsQuery, query), scope));
    }
  }
  return YearsController;
}
