import { inTurns } from '#log';
import { Identity, Problem } from '#platform';
import { commandSchema } from '#wire';
import { Body, Controller, Headers, HttpCode, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiBody, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import type { Answer } from './answer';
import { callerOf } from './caller';
import { commandExamples, openApiSchema, problemSchema, recordedSchema, trialSchema } from './openapi';
import { SubmitCommand, TryCommands } from './submit-command';

/** Commands of one batch request; each is decided on its own. */
export const MAX_BATCH = 1_000;

const batchSchema = z.strictObject({
  commands: z.array(z.unknown()).min(1).max(MAX_BATCH),
  dryRun: z.boolean().optional(),
});

const batchBody = openApiSchema(batchSchema.extend({ commands: z.array(commandSchema).min(1).max(MAX_BATCH) }));
const problemContent = { content: { 'application/problem+json': { schema: problemSchema } } };

@ApiTags('commands')
@ApiBearerAuth()
@Controller('v1/commands')
export class CommandsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly identity: Identity,
  ) {}

  @Post()
  @ApiOperation({ summary: '提交一条命令 Post one command' })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'May stand in place of commandId.' })
  @ApiBody({ schema: openApiSchema(commandSchema), examples: commandExamples })
  @ApiResponse({ status: 201, description: 'Recorded', schema: recordedSchema })
  @ApiResponse({
    status: 200,
    description: 'Recorded before under the same id: the first answer; or what a dry run would come to',
    schema: { oneOf: [recordedSchema, trialSchema] },
  })
  @ApiResponse({ status: 400, description: 'Not a command', ...problemContent })
  @ApiResponse({ status: 401, description: 'No valid token', ...problemContent })
  @ApiResponse({ status: 408, description: 'The request took too long to arrive', ...problemContent })
  @ApiResponse({ status: 409, description: 'The id was used with another body', ...problemContent })
  @ApiResponse({ status: 412, description: 'The stream is not at the expected revision', ...problemContent })
  @ApiResponse({ status: 413, description: 'The body is larger than limitBytes', ...problemContent })
  @ApiResponse({ status: 415, description: 'The body is no application/json', ...problemContent })
  @ApiResponse({ status: 422, description: 'Refused: the refusal is recorded as an event', ...problemContent })
  @ApiResponse({ status: 503, description: 'Try again with the same id', ...problemContent })
  @ApiResponse({ status: 504, description: 'Fate unknown: the same id gives it later', ...problemContent })
  async submit(
    @Body() body: unknown,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer['body']> {
    const caller = callerOf(this.identity, request);
    const answer = await this.commands.execute(new SubmitCommand(withKey(body, idempotencyKey), caller));
    void reply.status(answer.status);
    if (answer.status >= 400) void reply.header('content-type', 'application/problem+json; charset=utf-8');
    if (answer.status === 503) void reply.header('retry-after', '1');
    return answer.body;
  }

  @Post('batch')
  @HttpCode(200)
  @ApiOperation({ summary: '批量提交，每条独立 Post many commands, each on its own, answered in order' })
  @ApiBody({ schema: batchBody })
  @ApiResponse({
    status: 200,
    description: 'One answer for each command, in order',
    schema: {
      type: 'object',
      properties: {
        answers: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              status: { type: 'integer' },
              body: { oneOf: [recordedSchema, trialSchema, problemSchema] },
              repeated: { type: 'boolean', description: 'Beside a refusal that was recorded under the same id before' },
            },
          },
        },
      },
    },
  })
  @ApiResponse({ status: 400, description: 'No batch of commands', ...problemContent })
  @ApiResponse({ status: 401, description: 'No valid token', ...problemContent })
  @ApiResponse({ status: 408, description: 'The request took too long to arrive', ...problemContent })
  @ApiResponse({ status: 413, description: 'The body is larger than limitBytes', ...problemContent })
  @ApiResponse({ status: 415, description: 'The body is no application/json', ...problemContent })
  @ApiResponse({ status: 503, description: 'Try again with the same ids', ...problemContent })
  async submitBatch(@Body() body: unknown, @Req() request: FastifyRequest): Promise<{ answers: Answer[] }> {
    const caller = callerOf(this.identity, request);
    const parsed = batchSchema.safeParse(body);
    if (!parsed.success) {
      const detail = { zh: `应为 1 至 ${MAX_BATCH} 条命令。`, en: `commands must hold 1 to ${MAX_BATCH} commands.` };
      throw new Problem('invalid-request', detail, {
        errors: [{ field: 'commands', message: `${detail.zh} ${detail.en}` }],
      });
    }
    const { commands, dryRun = false } = parsed.data;
    if (dryRun) return { answers: await this.commands.execute(new TryCommands(commands, caller)) };
    return { answers: await inTurns(commands, (input) => this.commands.execute(new SubmitCommand(input, caller))) };
  }
}

/** The header names the command where the body does not; two different names are a mistake of the sender. */
function withKey(body: unknown, header: string | undefined): unknown {
  if (header === undefined || typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  // The header is a structured string in the draft standard, and is commonly sent without the quotes.
  const key = header.replace(/^"(.*)"$/, '$1');
  if (!('commandId' in body)) return { ...body, commandId: key };
  if (body.commandId === key) return body;
  const detail = { zh: 'Idempotency-Key 与 commandId 不一致。', en: 'Idempotency-Key and commandId differ.' };
  throw new Problem('invalid-request', detail, {
    errors: [{ field: 'commandId', message: `${detail.zh} ${detail.en}` }],
  });
}
