import { Scope } from '#access';
import { Controller, Get, Param, Query, type Type, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';

import { CallerScope } from '../http/caller-scope';
import { ApiRead } from '../http/docs';
import { yearPath } from '../http/parameters';
import { exampleAt } from '../http/example-place';
import type { Place } from '../http/places';
import { LINES_OF_YEAR } from '../http/read-rules';
import { ReadingInterceptor } from '../http/reading.interceptor';
import { valid } from '../http/valid';
import { GetLines } from './get-lines';
import { linesAnswer } from './lines-answer';
import { linesQuery } from './lines-request';
import { linesExample } from './lines-example';

export function linesController({ address, tag, noun, path: placePath, example }: Place): Type {
  const path = placePath.extend(yearPath.shape);

  @ApiTags(tag)
  @UseInterceptors(ReadingInterceptor)
  @Controller(address)
  class LinesController {
    constructor(private readonly queries: QueryBus) {}

    @Get('years/:year/lines')
    @ApiRead({
      id: `list${noun}Lines`,
      rule: LINES_OF_YEAR,
      summary: '预算线 The lines behind the tables, in yuan, with the events that made each',
      path,
      query: linesQuery,
      answer: linesAnswer,
      examples: { Lines: exampleAt(example, linesExample) },
      formats: ['text/csv'],
    })
    lines(@Param() params: unknown, @Query() query: unknown, @CallerScope() scope: Scope) {
      return this.queries.execute(new GetLines(valid(path, params), valid(linesQuery, query), scope));
    }
  }
  return LinesController;
}
