import { problemSchema } from '#wire';
import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';

import { openApiSchemaOf, type SchemaObject } from './openapi';
import { Problem, type ProblemCode, type ProblemDetails, PROBLEMS, type ProblemStatus, retryAfterOf } from './problem';
import { bodyTooLarge } from './problem-filter';

/** Describes what operators and their tools ask of a process. */
export function ApiOperations(asked: {
  id: string;
  summary: string;
  answer: Readonly<Record<string, { schema: SchemaObject; example?: unknown }>>;
  otherwise?: string;
  /** Whether a caller has to say who they are, as is described beside; without it everybody is answered. */
  isAsked?: true;
}): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: asked.id,
      summary: asked.summary,
      ...(asked.isAsked === undefined ? { security: [] } : {}),
    }),
    ApiResponse({ status: 200, description: asked.summary, content: asked.answer }),
    ApiProblem(431, 'The address and headers are too large'),
    ...(asked.otherwise === undefined
      ? []
      : [ApiResponse({ status: 503, description: asked.otherwise, content: asked.answer })]),
  );
}

/** Describes an answer that is a problem. */
export function ApiProblem(
  status: ProblemStatus,
  description: string,
  example: object = exampleOf(status),
): MethodDecorator {
  const schema = openApiSchemaOf(problemSchema, 'output');
  const headers = retryAfterOf(status) === undefined ? {} : { headers: RETRY_AFTER };
  return ApiResponse({ status, description, ...headers, content: { 'application/problem+json': { schema, example } } });
}

const RETRY_AFTER = {
  'Retry-After': { description: 'When to try again, in seconds', schema: { type: 'integer' as const } },
};

/** The first problem of a status, where an operation shows none of its own. */
function exampleOf(status: ProblemStatus): ProblemDetails {
  if (status === 413) return bodyTooLarge().details;
  const codes = Object.keys(PROBLEMS) as ProblemCode[];
  const code = codes.find((each) => PROBLEMS[each].status === status);
  return new Problem(code ?? 'internal').details;
}

/** Named examples as a description has them. */
export function openApiExamples(examples: Readonly<Record<string, unknown>>): Record<string, { value: unknown }> {
  return Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value }]));
}
