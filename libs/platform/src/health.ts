import { Controller, Get, Inject, Injectable, Module, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';

import { openApiSchemaOf } from './openapi';
import { ApiOperations } from './openapi-operation';
import { Open } from './route-rule';
import { Startup } from './startup';

/** What an operator should know of a part that is ready all the same. */
export interface Notice {
  notice: string;
}

/** Says why a part is not ready; undefined when it is. */
export type ReadinessCheck = () => string | Notice | undefined | Promise<string | Notice | undefined>;

/** A part that does not answer, such as one whose database hangs, must not keep the others from being told. */
const ANSWERED_WITHIN_MS = 3_000;

/** The parts of a process register here what must hold before it may be sent work. */
@Injectable()
export class Readiness {
  private readonly checks = new Map<string, ReadinessCheck>();

  register(part: string, check: ReadinessCheck): void {
    this.checks.set(part, check);
  }

  async report(): Promise<{ ready: boolean; parts: Record<string, string> }> {
    const answers = await Promise.all(
      [...this.checks].map(async ([part, check]) => [part, (await inTime(check)) ?? 'ready'] as const),
    );
    const isReady = (answer: string | Notice): boolean => answer === 'ready' || typeof answer === 'object';
    return {
      ready: answers.every(([, answer]) => isReady(answer)),
      parts: Object.fromEntries(
        answers.map(([part, answer]) => [part, typeof answer === 'object' ? `ready; ${answer.notice}` : answer]),
      ),
    };
  }
}

async function inTime(check: ReadinessCheck): Promise<string | Notice | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => {
      resolve(`no answer within ${ANSWERED_WITHIN_MS / 1_000} s`);
    }, ANSWERED_WITHIN_MS);
  });
  try {
    return await Promise.race([Promise.resolve(check()), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Why everybody is answered. */
const BY_MACHINES = 'whoever starts and watches processes has no sign-in; it holds no code, name or amount of a budget';
const LIVE = { status: 'live' };
const liveSchema = z.strictObject({ status: z.literal('live') });
const readinessSchema = z.strictObject({
  ready: z.boolean(),
  parts: z.record(z.string(), z.string()).meta({ description: 'What each part says: ready, or what it waits for' }),
});
const answerOf = (schema: z.ZodType, example: unknown) => ({
  'application/json': { schema: openApiSchemaOf(schema, 'output'), example },
});

@ApiTags('operating')
@Controller('health')
class HealthController {
  constructor(@Inject(Readiness) private readonly readiness: Readiness) {}

  @Get('live')
  @Open(BY_MACHINES)
  @ApiOperations({
    id: 'getLiveness',
    summary: '进程是否运行 Whether the process runs',
    answer: answerOf(liveSchema, LIVE),
  })
  live(): { status: string } {
    return LIVE;
  }

  @Get('ready')
  @Open(BY_MACHINES)
  @ApiOperations({
    id: 'getReadiness',
    summary: '是否可以服务 Whether the process serves, and what it waits for',
    answer: answerOf(readinessSchema, { ready: true, parts: { ledger: 'ready' } }),
    otherwise: 'Not ready: the parts say what is waited for',
  })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<unknown> {
    const report = await this.readiness.report();
    void reply.status(report.ready ? 200 : 503);
    return report;
  }
}

@Module({ controllers: [HealthController], providers: [Readiness, Startup], exports: [Readiness, Startup] })
export class HealthModule {}
