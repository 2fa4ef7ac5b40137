import { Controller, Get, Param, Query, type Type, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';

import { ApiRead } from '../http/docs';
import { yearPath } from '../http/parameters';
import { exampleAt } from '../http/example-place';
import type { Place } from '../http/places';
import { OF_COMPARED_YEARS } from '../http/read-rules';
import { ReadingInterceptor } from '../http/reading.interceptor';
import { valid } from '../http/valid';
import { comparisonAnswer } from './comparison-answer';
import { comparisonQuery } from './comparison-request';
import { dimensionComparisonAnswer } from './dimension-comparison-answer';
import { GetComparison } from './get-comparison';
import { GetDimensionComparison } from './get-dimension-comparison';
import { comparisonExample } from './comparison-example';
import { dimensionComparisonExample } from './dimension-comparison-example';

/** Without a dimension it is the published comparison with the year before. */
export function comparisonsController({ address, tag, noun, path: placePath, example }: Place): Type {
  const path = placePath.extend(yearPath.shape);

  @ApiTags(tag)
  @UseInterceptors(ReadingInterceptor)
  @Controller(address)
  class ComparisonsController {
    constructor(private readonly queries: QueryBus) {}

    @Get('years/:year/comparison')
    @ApiRead({
      id: `get${noun}Comparison`,
      rule: OF_COMPARED_YEARS,
      summary: '比较 The year beside the one before it; by a dimension also beside any other year or version',
      path,
      query: comparisonQuery,
      answer: z.union([comparisonAnswer, dimensionComparisonAnswer]),
      examples: {
        Published: exampleAt(example, comparisonExample),
        ByDimension: exampleAt(example, dimensionComparisonExample),
      },
      formats: ['text/csv'],
    })
    comparison(@Param() params: unknown, @Query() query: unknown) {
      const at = valid(path, params);
      const { by, ...asked } = valid(comparisonQuery, query);
      return by === undefined
        ? this.queries.execute(new GetComparison(at, asked))
        : this.queries.execute(new GetDimensionComparison(at, { by, ...asked }));
    }
  }
  return ComparisonsController;
}
