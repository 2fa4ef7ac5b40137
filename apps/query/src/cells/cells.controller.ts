import { Controller, Get, Param, Query, type Type, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';

import { ApiRead } from '../http/docs';
import { exampleAt } from '../http/example-place';
import type { Place } from '../http/places';
import { OF_YEAR } from '../http/read-rules';
import { ReadingInterceptor } from '../http/reading.interceptor';
import { valid } from '../http/valid';
import { cellAnswer } from './cell-answer';
import { cellPath, cellQuery } from './cell-request';
import { GetCell } from './get-cell';
import { cellExample } from './cell-example';

export function cellsController({ address, tag, noun, path: placePath, example }: Place): Type {
  const path = placePath.extend(cellPath.shape);

  @ApiTags(tag)
  @UseInterceptors(ReadingInterceptor)
  @Controller(address)
  class CellsController {
    constructor(private readonly queries: QueryBus) {}

    @Get('years/:year/tables/:table/cells/:row/:column')
    @ApiRead({
      id: `get${noun}TableCell`,
      rule: OF_YEAR,
      summary: '数字来源 Which events make a cell, or its change since an earlier version',
      path,
      query: cellQuery,
      answer: cellAnswer,
      examples: { Cell: exampleAt(example, cellExample) },
      formats: ['text/csv'],
    })
    cell(@Param() params: unknown, @Query() query: unknown) {
      return this.queries.execute(new GetCell(valid(path, params), valid(cellQuery, query)));
    }
  }
  return CellsController;
}
