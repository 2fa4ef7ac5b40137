import { Controller, Get, Param, Query, type Type, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';

import { ApiRead } from '../http/docs';
import { exampleAt } from '../http/example-place';
import type { Place } from '../http/places';
import { OF_YEAR } from '../http/read-rules';
import { ReadingInterceptor } from '../http/reading.interceptor';
import { valid } from '../http/valid';
import { tablePath } from '../tables/table-request';
import { diffAnswer } from './diff-answer';
import { diffQuery } from './diff-request';
import { GetDiff } from './get-diff';
import { diffExample } from './diff-example';

export function diffsController({ address, tag, noun, path: placePath, example }: Place): Type {
  const path = placePath.extend(tablePath.shape);

  @ApiTags(tag)
  @UseInterceptors(ReadingInterceptor)
  @Controller(address)
  class DiffsController {
    constructor(private readonly queries: QueryBus) {}

    @Get('years/:year/tables/:table/diff')
    @ApiRead({
      id: `get${noun}TableDiff`,
      rule: OF_YEAR,
      summary: '变动对比 Two versions of a table side by side, with the events behind each difference',
      path,
      query: diffQuery,
      answer: diffAnswer,
      examples: { Diff: exampleAt(example, diffExample) },
      formats: ['text/csv'],
    })
    diff(@Param() params: unknown, @Query() query: unknown) {
      return this.queries.execute(new GetDiff(valid(path, params), valid(diffQuery, query)));
    }
  }
  return DiffsController;
}
