import { ApiProblem, openApiExamples, openApiSchemaOf } from '#platform';
import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';

import { ApiAsked } from '../http/docs';
import { NEXT } from '../http/headers';
import { PROBLEM_EXAMPLES } from '../http/problem-examples';
import { OF_ACCESS } from '../http/read-rules';
import { accessAnswer } from './access-answer';
import { accessExample } from './access-example';
import { accessQuery } from './access-request';

const SUMMARY = '访问记录：被拒绝的请求，以及整区划读取、导出与审计 Who was refused what, and who read much at once';
const TEXT = { schema: { type: 'string' as const } };

export function ApiListAccess(): MethodDecorator {
  const query = Object.entries(accessQuery.shape).map(([name, schema]) =>
    ApiQuery({ name, required: false, schema: openApiSchemaOf(schema as z.ZodType) }),
  );
  return applyDecorators(
    ApiAsked(OF_ACCESS),
    ApiOperation({ operationId: 'listAccess', summary: SUMMARY }),
    ...query,
    ApiResponse({
      status: 200,
      description: SUMMARY,
      headers: { [NEXT]: { description: 'The same as next in JSON', ...TEXT } },
      content: {
        'application/json': {
          schema: openApiSchemaOf(accessAnswer, 'output'),
          examples: openApiExamples({ Access: accessExample }),
        },
        'text/csv': TEXT,
        'text/html': TEXT,
      },
    }),
    ApiProblem(400, 'A part of the query does not fit', PROBLEM_EXAMPLES.misfit),
    ApiProblem(503, 'unavailable: budget.access cannot be read at the moment'),
  );
}
