import { Ask } from '#access';
import { TEMPLATE_KINDS, templateCsv } from '#imports';
import { ApiProblem, FILE_TYPES, openApiExamples, openApiSchemaOf, Problem, TAKES_FILES } from '#platform';
import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiOperation, ApiParam, ApiQuery, ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';

import { importExample } from './import-example';
import { importListSchema, importSchema } from './import-schema';
import { sendFileQuery, templateQuery } from './request';

const IMPORT_PROBLEMS = [
  ApiProblem(401, 'No valid token; the code says what is wrong with it'),
  ApiProblem(503, 'Not now: overloaded, or unavailable where the ledger has no database or cannot reach it'),
];
const NOT_FOUND = ApiProblem(404, "No such import of the caller's: it is another one's, or has expired");
const LOCATION = { Location: { description: 'Where the import is read', schema: { type: 'string' as const } } };

export function ApiPostImport(): MethodDecorator {
  return applyDecorators(
    Ask({ kind: 'commands' }, TAKES_FILES),
    ApiBearerAuth(),
    ApiOperation({
      operationId: 'postImport',
      summary:
        '上传表格文件并试算 Send a table of budget facts: it is read and tried as a whole, and nothing is recorded',
    }),
    ApiConsumes(...FILE_TYPES),
    ApiBody({ description: 'The file as it is', schema: { type: 'string', format: 'binary' } }),
    ...queries(sendFileQuery),
    answered(201, 'Read and tried: before and after, and all faults at once', importSchema, LOCATION),
    answered(200, 'The same file was sent before: tried anew, or how far its posting is', importSchema, LOCATION),
    ApiProblem(400, 'A query parameter does not fit'),
    ApiProblem(403, 'The caller may post nothing anywhere'),
    ApiProblem(408, 'The file took too long to arrive'),
    ApiProblem(413, 'The file is larger than limitBytes'),
    ApiProblem(415, 'The body is no file'),
    ...IMPORT_PROBLEMS,
  );
}

export function ApiListImports(): MethodDecorator {
  return applyDecorators(
    Ask({ kind: 'commands' }),
    ApiBearerAuth(),
    ApiOperation({ operationId: 'listImports', summary: '本人的导入 The imports of the caller, newest first' }),
    answered(200, 'The imports of the caller that have not expired', importListSchema),
    ...IMPORT_PROBLEMS,
  );
}

export function ApiGetImport(): MethodDecorator {
  return applyDecorators(
    Ask({ kind: 'commands' }),
    ApiBearerAuth(),
    ApiOperation({
      operationId: 'getImport',
      summary: '导入的状态、错误和进度 An import: state, faults, progress, receipts',
    }),
    ID,
    answered(200, 'The import as it stands', importSchema),
    NOT_FOUND,
    ...IMPORT_PROBLEMS,
  );
}

export function ApiGetFaults(): MethodDecorator {
  return applyDecorators(
    Ask({ kind: 'commands' }),
    ApiBearerAuth(),
    ApiOperation({
      operationId: 'getImportFaults',
      summary: '带错误说明的原表 The file as it was sent, with what is wrong with each row in a last column',
    }),
    ID,
    csv('Mend it there, and send it again: the column of faults is not read'),
    NOT_FOUND,
    ...IMPORT_PROBLEMS,
  );
}

export function ApiConfirmImport(): MethodDecorator {
  return applyDecorators(
    Ask({ kind: 'commands' }),
    ApiBearerAuth(),
    ApiOperation({
      operationId: 'postImportConfirmation',
      summary: '确认记账 Post what was tried; again after an interruption, to go on where it was',
    }),
    ID,
    answered(202, 'It is being posted: GET says how far it is', importSchema, LOCATION),
    answered(200, 'All of it was posted before', importSchema, LOCATION),
    NOT_FOUND,
    ApiProblem(409, 'The file has faults', new Problem('import-faulty').details),
    ...IMPORT_PROBLEMS,
  );
}

export function ApiGetTemplate(): MethodDecorator {
  return applyDecorators(
    Ask({ kind: 'commands' }),
    ApiBearerAuth(),
    ApiOperation({
      operationId: 'getImportTemplate',
      summary: '表格模板 A template with example rows, for each kind of posting',
    }),
    ApiParam({ name: 'kind', description: TEMPLATE_KINDS.join(', '), schema: { type: 'string' } }),
    ...queries(templateQuery),
    csv('The template'),
    ApiProblem(400, 'A query parameter does not fit'),
    ApiProblem(404, 'There is no template of this kind'),
    ApiProblem(401, 'No valid token; the code says what is wrong with it'),
  );
}

const ID = ApiParam({ name: 'id', schema: { type: 'string', format: 'uuid' } });

function queries({ shape }: z.ZodObject): MethodDecorator[] {
  return Object.entries(shape).map(([name, schema]) =>
    ApiQuery({ name, required: false, schema: openApiSchemaOf(schema as z.ZodType) }),
  );
}

function answered(status: number, description: string, schema: z.ZodType, headers = {}): MethodDecorator {
  const example = importExample(schema === importListSchema);
  const content = { schema: openApiSchemaOf(schema, 'output'), examples: openApiExamples({ Import: example }) };
  return ApiResponse({ status, description, headers, content: { 'application/json': content } });
}

function csv(description: string): MethodDecorator {
  return ApiResponse({
    status: 200,
    description,
    content: { 'text/csv': { schema: { type: 'string' }, example: templateCsv('register') } },
  });
}
