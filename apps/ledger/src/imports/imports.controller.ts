import { Readable } from 'node:stream';

import { Identity, Rights } from '#access';
import { TEMPLATE_KINDS, templateCsv } from '#imports';
import { Problem } from '#platform';
import { type Encoding, ENCODINGS } from '#wire';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { type Caller, callerOf } from '../caller';
import { ApiConfirmImport, ApiGetFaults, ApiGetImport, ApiGetTemplate, ApiListImports, ApiPostImport } from './docs';
import type { ImportAnswer, ImportHead } from './import-schema';
import { Imports } from './imports';
import { inQuery, sendFileQuery, templateQuery } from './request';

@ApiTags('imports')
@Controller('v1/imports')
export class ImportsController {
  constructor(
    private readonly imports: Imports,
    private readonly identity: Identity,
    private readonly rights: Rights,
  ) {}

  @Post()
  @ApiPostImport()
  async send(
    @Body() body: unknown,
    @Query() query: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportAnswer> {
    const { name: fileName, encoding = charsetOf(request), repeatedRows } = inQuery(sendFileQuery, query);
    if (!Buffer.isBuffer(body)) throw new Problem('unsupported-media-type', NO_FILE);
    const sent = { bytes: body, fileName, encoding, repeatedRows };
    const { answer, isNew } = await this.imports.receive(sent, this.caller(request));
    void reply.status(isNew ? 201 : 200).header('location', `/v1/imports/${answer.id}`);
    return answer;
  }

  @Get()
  @ApiListImports()
  async list(@Req() request: FastifyRequest): Promise<{ imports: ImportHead[] }> {
    return { imports: await this.imports.list(this.caller(request)) };
  }

  @Get('templates/:kind')
  @ApiGetTemplate()
  template(
    @Param('kind') kind: string,
    @Query() query: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string {
    const { unit } = inQuery(templateQuery, query);
    const known = TEMPLATE_KINDS.find((each) => each === kind);
    if (known === undefined) throw new Problem('not-found', noTemplate());
    void reply.headers(fileHeaders(`template-${known}.csv`));
    return templateCsv(known, unit === 'wan');
  }

  @Get(':id')
  @ApiGetImport()
  read(@Param('id') id: string, @Req() request: FastifyRequest): Promise<ImportAnswer> {
    return this.imports.read(idOf(id), this.caller(request));
  }

  @Get(':id/faults.csv')
  @ApiGetFaults()
  async faults(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { name, pieces } = await this.imports.faultsFile(idOf(id), this.caller(request));
    void reply.headers(fileHeaders(name)).send(Readable.from(pieces));
  }

  @Post(':id/confirm')
  @HttpCode(202)
  @ApiConfirmImport()
  async confirm(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportAnswer> {
    const answer = await this.imports.confirm(idOf(id), this.caller(request));
    if (answer.state === 'done') void reply.status(200);
    void reply.header('location', `/v1/imports/${answer.id}`);
    return answer;
  }

  private caller(request: FastifyRequest): Caller {
    return callerOf(this.identity, this.rights, request);
  }
}

const NO_FILE = {
  zh: '请把文件内容原样作为请求体发送，Content-Type 用 text/csv 或 application/octet-stream。',
  en: 'Send the file as it is as the body, as text/csv or application/octet-stream.',
};

function noTemplate(): { zh: string; en: string } {
  const kinds = TEMPLATE_KINDS.join('、');
  return {
    zh: `没有这个模板，可用：${kinds}。`,
    en: `There is no such template; there are: ${TEMPLATE_KINDS.join(', ')}.`,
  };
}

/** What is no id is the id of nothing. */
function idOf(id: string): string {
  if (!z.uuid().safeParse(id).success) throw new Problem('not-found');
  return id;
}

/** The charset that the sender states, where it is one that is read. */
function charsetOf({ headers }: FastifyRequest): Encoding | undefined {
  const [, charset = ''] = /;\s*charset\s*=\s*"?([\w-]+)/i.exec(headers['content-type'] ?? '') ?? [];
  return ENCODINGS.find((encoding) => encoding === charset.toLowerCase());
}

/** RFC 6266: names beyond ASCII are encoded. */
function fileHeaders(name: string): Record<string, string> {
  const disposition = `attachment; filename="import.csv"; filename*=UTF-8''${encodeURIComponent(name)}`;
  return { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': disposition };
}
