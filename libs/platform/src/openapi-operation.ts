import { problemSchema } from '#wire';
import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';

import { openApiSchemaOf, type SchemaObject } from './openapi';

/** Describes what operators and their tools ask of a process. */
export function ApiOperations(asked: {
  id: string;
  summary: string;
  answer: Readonly<Record<string, { schema: SchemaObject; example?: unknown }>>;
  otherwise?: string;
}): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId: asked.id, summary: asked.summary, security: [] }),
    ApiResponse({ status: 200, description: asked.summary, content: asked.answer }),
    ApiProblem(431, 'The address and headers are too large'),
    ...(asked.otherwise === undefined
      ? []
      : [ApiResponse({ status: 503, description: asked.otherwise, content: asked.answer })]),
  );
}

/** Describes an answer that is a problem. */
export function ApiProblem(status: number, description: string, example?: unknown): MethodDecorator {
  const schema = openApiSchemaOf(problemSchema, 'output');
  const content = { schema, ...(example === undefined ? {} : { example }) };
  return ApiResponse({ status, description, content: { 'application/problem+json': content } });
}
