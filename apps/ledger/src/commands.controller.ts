import { Identity, Rights } from '#access';
import { inTurns } from '#basics';
import { Problem } from '#platform';
import { Body, Controller, Headers, HttpCode, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Answer } from './answer';
import { batchOf } from './batch';
import { callerOf } from './caller';
import { ApiPostCommand, ApiPostCommands } from './docs';
import { SubmitCommand, TryCommands } from './submit-command';

@ApiTags('commands')
@Controller('v1/commands')
export class CommandsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly identity: Identity,
    private readonly rights: Rights,
  ) {}

  @Post()
  @ApiPostCommand()
  async submit(
    @Body() body: unknown,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer['body']> {
    const caller = callerOf(this.identity, this.rights, request);
    const answer = await this.commands.execute(new SubmitCommand(withKey(body, idempotencyKey), caller));
    void reply.status(answer.status);
    if (answer.status >= 400) void reply.header('content-type', 'application/problem+json; charset=utf-8');
    if (answer.status === 503) void reply.header('retry-after', '1');
    return answer.body;
  }

  @Post('batch')
  @HttpCode(200)
  @ApiPostCommands()
  async submitBatch(@Body() body: unknown, @Req() request: FastifyRequest): Promise<{ answers: Answer[] }> {
    const caller = callerOf(this.identity, this.rights, request);
    const { commands, dryRun } = batchOf(body);
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
