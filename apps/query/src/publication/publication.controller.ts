import { Controller, Get, Param, Query, type Type, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';

import { ApiRead } from '../http/docs';
import { yearPath } from '../http/parameters';
import { exampleAt } from '../http/example-place';
import type { Place } from '../http/places';
import { OF_PUBLICATION, OF_TWO_YEARS } from '../http/read-rules';
import { ReadingInterceptor } from '../http/reading.interceptor';
import { valid } from '../http/valid';
import { explanationAnswer } from './explanation-answer';
import { GetExplanation } from './get-explanation';
import { GetPublication } from './get-publication';
import { publicationAnswer } from './publication-answer';
import { explanationQuery, publicationQuery } from './publication-request';
import { explanationExample } from './explanation-example';
import { publicationExample } from './publication-example';

/** What a place publishes: all of it, or its explanation alone. */
export function publicationController({ address, tag, noun, path: placePath, example }: Place): Type {
  const path = placePath.extend(yearPath.shape);

  @ApiTags(tag)
  @UseInterceptors(ReadingInterceptor)
  @Controller(address)
  class PublicationController {
    constructor(private readonly queries: QueryBus) {}

    @Get('years/:year/explanation')
    @ApiRead({
      id: `get${noun}Explanation`,
      rule: OF_TWO_YEARS,
      summary: '情况说明 The explanation: part three of the published budget',
      path,
      query: explanationQuery,
      answer: explanationAnswer,
      examples: { Explanation: exampleAt(example, explanationExample) },
      formats: ['text/plain'],
    })
    explanation(@Param() params: unknown, @Query() query: unknown) {
      return this.queries.execute(new GetExplanation(valid(path, params), valid(explanationQuery, query)));
    }

    @Get('years/:year/publication')
    @ApiRead({
      id: `get${noun}Publication`,
      rule: OF_PUBLICATION,
      summary: '预算公开文本 The whole published budget; as HTML one page to print',
      path,
      query: publicationQuery,
      answer: publicationAnswer,
      examples: { Publication: exampleAt(example, publicationExample) },
      formats: ['text/html'],
    })
    publication(@Param() params: unknown, @Query() query: unknown) {
      return this.queries.execute(new GetPublication(valid(path, params), valid(publicationQuery, query)));
    }
  }
  return PublicationController;
}
