import { Controller, Get, Param, Query, type Type, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';

import { ApiRead } from '../http/docs';
import { exampleAt } from '../http/example-place';
import type { Place } from '../http/places';
import { OF_TABLE } from '../http/read-rules';
import { ReadingInterceptor } from '../http/reading.interceptor';
import { valid } from '../http/valid';
import { GetTable } from './get-table';
import { tableAnswer } from './table-answer';
import { tablePath, tableQuery } from './table-request';
import { tableExample } from './table-example';

export function tablesController({ address, tag, noun, path: placePath, example }: Place): Type {
  const path = placePath.extend(tablePath.shape);

  @ApiTags(tag)
  @UseInterceptors(ReadingInterceptor)
  @Controller(address)
  class TablesController {
    constructor(private readonly queries: QueryBus) {}

    @Get('years/:year/tables/:table')
    @ApiRead({
      id: `get${noun}Table`,
      rule: OF_TABLE,
      summary: '法定报表 A statutory table',
      path,
      query: tableQuery,
      answer: tableAnswer,
      examples: { Table: exampleAt(example, tableExample) },
      formats: ['text/csv', 'text/html'],
    })
    table(@Param() params: unknown, @Query() query: unknown) {
      return this.queries.execute(new GetTable(valid(path, params), valid(tableQuery, query)));
    }
  }
  return TablesController;
}
