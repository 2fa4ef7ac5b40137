import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { NEXT } from '../http/headers';
import { valid } from '../http/valid';
import type { AccessAnswer } from './access-answer';
import { accessAsCsv } from './access-csv';
import { accessAsHtml } from './access-html';
import { accessQuery } from './access-request';
import { ApiListAccess } from './docs';
import { GetAccess } from './get-access';

/** For auditors: who tried what. It stands on no state of the books, and is answered while there are no tables. */
@ApiTags('operating')
@Controller('v1/access')
export class AccessController {
  constructor(private readonly access: GetAccess) {}

  @Get()
  @ApiListAccess()
  async list(
    @Query() query: Record<string, string>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccessAnswer | string> {
    const asked = valid(accessQuery, query);
    const answer = await this.access.execute(asked);
    const { from, to, records, next } = answer;
    void reply.header('cache-control', 'no-store');
    if (next !== undefined) void reply.header(NEXT.toLowerCase(), next);
    switch (asked.format) {
      case 'json':
        return answer;
      case 'csv':
        void reply.header('content-disposition', `attachment; filename="access-${from}-${to}.csv"`);
        void reply.type('text/csv; charset=utf-8');
        return accessAsCsv(records);
      case 'html':
        void reply.type('text/html; charset=utf-8');
        return accessAsHtml(answer, `?${new URLSearchParams({ ...query, cursor: next ?? '' }).toString()}`);
    }
  }
}
