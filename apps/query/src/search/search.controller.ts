import { sightOf } from '#access';
import { Controller, Get, Query, Req, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

import { ApiRead } from '../http/docs';
import { NAMES } from '../http/read-rules';
import { ReadingInterceptor } from '../http/reading.interceptor';
import { valid } from '../http/valid';
import { GetSearch } from './get-search';
import { searchAnswer } from './search-answer';
import { searchExample } from './search-example';
import { searchQuery } from './search-request';

/** The way to whatever has a name, a code or a number. */
@ApiTags('search')
@UseInterceptors(ReadingInterceptor)
@Controller('v1/search')
export class SearchController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiRead({
    id: 'search',
    rule: NAMES,
    summary:
      '按名称、编码、拼音或文号查找 Units, departments, projects, codes and documents by name, code, pinyin or number',
    path: z.strictObject({}),
    query: searchQuery,
    answer: searchAnswer,
    examples: { Search: searchExample },
  })
  search(@Query() query: unknown, @Req() request: FastifyRequest) {
    const { scope, scopeOf } = sightOf(request);
    return this.queries.execute(new GetSearch(valid(searchQuery, query), { units: scope, figures: scopeOf('read') }));
  }
}
