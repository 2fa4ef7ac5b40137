import { Controller, Get, Inject, Injectable, Module, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

/** Says why a part is not ready; undefined when it is. */
export type ReadinessCheck = () => string | undefined | Promise<string | undefined>;

/** The parts of a process register here what must hold before it may be sent work. */
@Injectable()
export class Readiness {
  private readonly checks = new Map<string, ReadinessCheck>();

  register(part: string, check: ReadinessCheck): void {
    this.checks.set(part, check);
  }

  async report(): Promise<{ ready: boolean; parts: Record<string, string> }> {
    const answers = await Promise.all(
      [...this.checks].map(async ([part, check]) => [part, (await check()) ?? 'ready'] as const),
    );
    return { ready: answers.every(([, answer]) => answer === 'ready'), parts: Object.fromEntries(answers) };
  }
}

@Controller('health')
class HealthController {
  constructor(@Inject(Readiness) private readonly readiness: Readiness) {}

  @Get('live')
  live(): { status: string } {
    return { status: 'live' };
  }

  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<unknown> {
    const report = await this.readiness.report();
    void reply.status(report.ready ? 200 : 503);
    return report;
  }
}

@Module({ controllers: [HealthController], providers: [Readiness], exports: [Readiness] })
export class HealthModule {}
