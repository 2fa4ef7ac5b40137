import { AskForCommands } from '#access';
import { ApiProblem, openApiCommandSchemaOf, openApiExamples, openApiSchemaOf } from '#platform';
import { batchAnswerSchema, COMMAND_EXAMPLES, commandSchema, receiptSchema, SCHEMA_NAMES, trialSchema } from '#wire';
import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';

import { answerExamples } from './answer-examples';
import { batchSchema, MAX_BATCH } from './batch';

/** One command of each kind, as the documentation shows them. */
const COMMANDS = Object.fromEntries(
  COMMAND_EXAMPLES.map(({ name, summary, command }) => [name, { summary, value: command }]),
);

const BATCH = batchSchema
  .extend({ commands: z.array(commandSchema).min(1).max(MAX_BATCH) })
  .register(SCHEMA_NAMES, { id: 'Batch' });
const BATCHES = {
  Batch: {
    summary: '登记单位 Registering a unit',
    value: { commands: COMMAND_EXAMPLES.slice(0, 1).map(({ command }) => command) },
  },
};

/** What a request is answered that never came to be looked at as a command. */
const SENDER_PROBLEMS = [
  ApiProblem(401, 'No valid token; the code says what is wrong with it'),
  ApiProblem(408, 'The request took too long to arrive'),
  ApiProblem(413, 'The body is larger than limitBytes'),
  ApiProblem(415, 'The body is no application/json'),
  ApiProblem(431, 'The address and headers are too large'),
];

const ANSWER_EXAMPLES = answerExamples();

/** Overload is told so, and never by 429. */
const OVERLOADED =
  'Not now: overloaded where the queue is full, contended, unavailable, issuer-unreachable, clock-apart, stream-ahead or stream-stopped';

/** Describes the posting of one command for /docs. */
export function ApiPostCommand(): MethodDecorator {
  return applyDecorators(
    AskForCommands(),
    ApiBearerAuth(),
    ApiOperation({ operationId: 'postCommand', summary: '提交一条命令 Post one command' }),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'May stand in place of commandId.',
      schema: { type: 'string' },
    }),
    ApiBody({ schema: openApiCommandSchemaOf(commandSchema), examples: COMMANDS }),
    answer(201, 'Recorded', receiptSchema, { Recorded: ANSWER_EXAMPLES.recorded }),
    answer(
      200,
      'Recorded before under the same id: the first answer; or what a dry run would come to',
      z.union([receiptSchema, trialSchema]),
      { Repeated: ANSWER_EXAMPLES.recorded, DryRun: ANSWER_EXAMPLES.trial },
    ),
    ...SENDER_PROBLEMS,
    ApiProblem(400, 'Not a command', ANSWER_EXAMPLES.invalid),
    ApiProblem(403, 'The right to do this is missing: `missing` says which, `ask` whom to ask for it'),
    ApiProblem(409, 'The id was used with another body', ANSWER_EXAMPLES.reused),
    ApiProblem(412, 'The stream is not at the expected revision', ANSWER_EXAMPLES.elsewhere),
    ApiProblem(422, 'Refused: the refusal is recorded as an event', ANSWER_EXAMPLES.refused),
    ApiProblem(503, `${OVERLOADED}; try again with the same id`, ANSWER_EXAMPLES.overloaded),
    ApiProblem(504, 'Fate unknown: the same id gives it later', ANSWER_EXAMPLES.unknownFate),
  );
}

/** Describes the posting of many commands for /docs. */
export function ApiPostCommands(): MethodDecorator {
  return applyDecorators(
    AskForCommands(),
    ApiBearerAuth(),
    ApiOperation({
      operationId: 'postCommandBatch',
      summary: '批量提交，每条独立 Post many commands, each on its own, answered in order',
    }),
    ApiBody({ schema: openApiCommandSchemaOf(BATCH), examples: BATCHES }),
    answer(
      200,
      'One answer for each command, in order, with the status and the body that the command alone would have; what ' +
        'was refused or could not be recorded stands among them',
      batchAnswerSchema,
      { Answers: ANSWER_EXAMPLES.batch },
    ),
    ...SENDER_PROBLEMS,
    ApiProblem(400, 'No batch of commands', ANSWER_EXAMPLES.noBatch),
    ApiProblem(
      503,
      'The service has too many connections, cannot ask the issuer of the token, or is stopping: try again with the same ids',
    ),
  );
}

function answer(
  status: number,
  description: string,
  schema: z.ZodType,
  examples: Readonly<Record<string, unknown>>,
): MethodDecorator {
  const content = { schema: openApiSchemaOf(schema, 'output'), examples: openApiExamples(examples) };
  return ApiResponse({ status, description, content: { 'application/json': content } });
}
