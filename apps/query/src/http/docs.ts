import { Ask, type RouteRule } from '#access';
import { ApiProblem, openApiExamples, openApiSchemaOf } from '#platform';
import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiParam, ApiQuery, ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';

import { ANSWERED_FROM, LIMITED_TO, MIN_POSITION, NEXT, POSITION, PRIOR_POSITION, STOPPED } from './headers';
import { PROBLEM_EXAMPLES } from './problem-examples';

const EXAMPLES: Readonly<Record<string, string>> = {
  division: '361100',
  department: '126',
  unit: '126001',
  year: '2024',
  table: '3',
};

/** Says who may ask for a read, and describes it for /docs: its path and query as they are validated, its answers, and what every read can answer besides. */
export function ApiRead<Answer extends z.ZodType>(read: {
  /** What generated clients name their functions after: it stays, whatever class answers, and there is one of it. */
  id: string;
  rule: RouteRule;
  summary: string;
  path: z.ZodObject;
  query?: z.ZodObject;
  answer: Answer;
  /** Small answers, by a name for each. */
  examples: Readonly<Record<string, z.output<Answer>>>;
  /** Further formats of the same answer. */
  formats?: readonly ('text/csv' | 'text/html' | 'text/plain')[];
}): MethodDecorator {
  const path = Object.entries(read.path.shape).map(([name, schema]) =>
    ApiParam({ name, schema: openApiSchemaOf(schema as z.ZodType), example: EXAMPLES[name] }),
  );
  const query = Object.entries(read.query?.shape ?? {}).map(([name, schema]) =>
    ApiQuery({ name, required: false, schema: openApiSchemaOf(schema as z.ZodType) }),
  );
  const texts = (read.formats ?? []).map((type) => [type, { schema: { type: 'string' } }] as const);
  return applyDecorators(
    ApiAsked(read.rule),
    ApiOperation({ operationId: read.id, summary: read.summary }),
    ...path,
    ...query,
    ApiHeader({
      name: MIN_POSITION,
      required: false,
      description: 'Wait for this position, such as that of a write: 3:17,4:2',
    }),
    ApiResponse({
      status: 200,
      description: read.summary,
      headers: {
        ...HEADERS,
        ...headersBy(Object.keys(read.query?.shape ?? {})),
      },
      content: {
        'application/json': {
          schema: openApiSchemaOf(read.answer, 'output'),
          examples: openApiExamples(read.examples),
        },
        ...Object.fromEntries(texts),
      },
    }),
    ApiResponse({ status: 304, description: 'If-None-Match names what would be answered' }),
    ApiProblem(400, 'A part of the address or a header does not fit', PROBLEM_EXAMPLES.misfit),
    ApiProblem(404, 'Unknown, which is not zero', PROBLEM_EXAMPLES.unknown),
    ApiProblem(
      409,
      'The position or revision was not reached in time; the problem says where the tables stand',
      PROBLEM_EXAMPLES.notReached,
    ),
    ApiProblem(
      503,
      'overloaded, unavailable or issuer-unreachable: try again later; read-too-long: it took longer than a read may, so ask for less; history-being-read: history that the tables have left out is being read from the log, try again; history-unavailable: it cannot be read from there at present; or stream-stopped: what is asked for lies behind where a stream has stopped',
      PROBLEM_EXAMPLES.stopped,
    ),
  );
}

/** Says who may ask, and what a caller is answered who is not known, or may not. */
export function ApiAsked(rule: RouteRule, config: object = {}): MethodDecorator {
  return applyDecorators(
    Ask(rule, config),
    ApiBearerAuth(),
    ApiProblem(401, 'No valid token; the code says what is wrong with it'),
    ApiProblem(
      403,
      'The right to read this is missing: `missing` says which, `ask` whom to ask for it',
      PROBLEM_EXAMPLES.forbidden,
    ),
  );
}

/** What every answer says of itself besides its body. */
const HEADERS = {
  [POSITION]: { description: 'The same as position in JSON', schema: { type: 'string' as const } },
  [STOPPED]: {
    description: 'The stopped streams that the answer lacks the newest events of: 361100/126@17=3:41',
    schema: { type: 'string' as const },
  },
  [ANSWERED_FROM]: {
    description:
      'log：该年度的变动历史不在报表数据中，由日志取回。 log: the tables have left out the history of a year that is asked about, and it was read from the log',
    schema: { type: 'string' as const, enum: ['log'] },
  },
  [LIMITED_TO]: {
    description: 'rights: the list holds only what you may read of what you asked for',
    schema: { type: 'string' as const, enum: ['rights'] },
  },
  ETag: {
    description: 'Of the streams and revisions that were read and the versions; send it as If-None-Match',
    schema: { type: 'string' as const },
  },
};

/** What a list and a question about two versions answer besides. */
function headersBy(queries: readonly string[]): Record<string, { description: string; schema: { type: 'string' } }> {
  const text = (description: string) => ({ description, schema: { type: 'string' as const } });
  const isPaged = queries.includes('limit');
  const isOfTwo = queries.includes('from') || queries.includes('prior');
  return {
    ...(isPaged ? { [NEXT]: text('The same as next in JSON: cursor, or after, of the next page') } : {}),
    ...(isOfTwo ? { [PRIOR_POSITION]: text('Where the earlier of two versions stands') } : {}),
  };
}
