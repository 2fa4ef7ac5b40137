import type { Readable } from 'node:stream';

import { streamOf } from '#domain';
import { ApiProblem } from '#platform';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { ApiAsked } from '../http/docs';
import { departmentPath } from '../http/parameters';
import { OF_TRAIL } from '../http/read-rules';
import { valid } from '../http/valid';
import { StreamExport } from './stream-export';

const SUMMARY =
  '导出一个部门的全部记录，逐字节 All records of a department, byte for byte, for `npm run ledger -- verify --file`';

const EXAMPLE =
  '{"partition":4,"offset":0,"key":"361100/126","value":"{\\"specversion\\":\\"1.0\\",…}","sha256":"9623…","accepted":true}\n';

/** For auditors who take the evidence along. It comes from the log, and is answered while there are no tables. */
@ApiTags('streams')
@Controller('v1/streams/:division/:department/records')
export class ExportController {
  constructor(private readonly exports: StreamExport) {}

  @Get()
  @ApiAsked(OF_TRAIL)
  @ApiOperation({ operationId: 'listStreamRecords', summary: SUMMARY })
  @ApiParam({ name: 'division', example: '361100' })
  @ApiParam({ name: 'department', example: '126' })
  @ApiResponse({
    status: 200,
    description:
      '每行一条记录；中断的传输会断开连接 A JSON value a line for each record; what breaks in the middle breaks the connection',
    content: { 'application/x-ndjson': { schema: { type: 'string' }, example: EXAMPLE } },
  })
  @ApiProblem(404, 'The log holds no record of it')
  @ApiProblem(503, 'unavailable: the log cannot be read at the moment; overloaded: others are being exported')
  async records(
    @Param() params: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    const key = valid(departmentPath, params);
    const records = await this.exports.of(streamOf(key));
    // Who has gone away meanwhile is sent nothing.
    if (reply.raw.destroyed || request.method === 'HEAD') records.destroy();
    void reply
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="${key.division}-${key.department}.ndjson"`)
      .type('application/x-ndjson; charset=utf-8');
    return records;
  }
}
