import { ApiProblem, openApiExamples, openApiSchemaOf, EVENT_STREAM } from '#platform';
import { SUBSCRIPTION_MESSAGES } from '#wire';
import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';

import { ApiAsked } from '../http/docs';
import { MIN_POSITION } from '../http/headers';
import { PROBLEM_EXAMPLES } from '../http/problem-examples';
import { CHANGES } from '../http/read-rules';
import { MESSAGE_EXAMPLES } from './message-examples';
import { subscriptionQuery } from './subscription-request';

export const LAST_EVENT_ID = 'Last-Event-ID';

/** Says who may subscribe, and describes the event stream for /docs; its messages are those of the AsyncAPI description. */
export function ApiSubscription(): MethodDecorator {
  const query = Object.entries(subscriptionQuery.shape).map(([name, schema]) =>
    ApiQuery({ name, required: false, schema: openApiSchemaOf(schema as z.ZodType) }),
  );
  const messages = Object.values(SUBSCRIPTION_MESSAGES).map((schema) => openApiSchemaOf(schema, 'output'));
  return applyDecorators(
    ApiAsked(CHANGES, EVENT_STREAM),
    ApiOperation({
      operationId: 'subscribe',
      summary: '订阅变化 Changes as they happen, as server-sent events',
      description:
        '连接后先发送当前状态（或 Last-Event-ID 之后的全部变化），随后逐条发送变化。 ' +
        'Sends the current state first, or everything behind Last-Event-ID, and then each change.',
    }),
    ...query,
    ApiHeader({ name: LAST_EVENT_ID, required: false, description: 'The last id that was received: 0:12,3:41' }),
    ApiHeader({ name: MIN_POSITION, required: false, description: 'Wait for this position first: 3:17,4:2' }),
    ApiResponse({
      status: 200,
      description:
        'Messages named state, ready, change, stopped and come-again; comments are heartbeats. Whoever cannot be served now ' +
        '(overloaded, too-many-subscriptions, unavailable, position-not-reached, other-log) is answered 200 with come-again alone: browsers connect again by themselves after that, and never after another status',
      content: { 'text/event-stream': { schema: { oneOf: messages }, examples: openApiExamples(MESSAGE_EXAMPLES) } },
    }),
    ApiProblem(400, 'A part of the address or a header does not fit', PROBLEM_EXAMPLES.misfit),
  );
}
