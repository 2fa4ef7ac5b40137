import { Controller, Get, Header, Inject, Module } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { collectDefaultMetrics, Registry } from 'prom-client';

import { HealthModule } from './health';
import { METRICS } from './metrics-registry';
import { ApiOperations } from './openapi-operation';
import { Readers } from './readers';
import { Open } from './route-rule';

const EXAMPLE = `# HELP process_open_fds Number of open file descriptors.
# TYPE process_open_fds gauge
process_open_fds 41
`;

@ApiTags('operating')
@Controller()
class MetricsController {
  constructor(@Inject(METRICS) private readonly registry: Registry) {}

  @Get('metrics')
  @Open('what gathers metrics has no sign-in; they hold no code, name or amount of a budget')
  @ApiOperations({
    id: 'getMetrics',
    summary: 'Prometheus 指标 Metrics for Prometheus',
    answer: { 'text/plain': { schema: { type: 'string' }, example: EXAMPLE } },
  })
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics(): Promise<string> {
    return this.registry.metrics();
  }
}

@Module({
  imports: [HealthModule],
  controllers: [MetricsController],
  providers: [
    {
      provide: METRICS,
      useFactory: (): Registry => {
        const registry = new Registry();
        collectDefaultMetrics({ register: registry });
        return registry;
      },
    },
    Readers,
  ],
  exports: [METRICS, Readers],
})
export class MetricsModule {}
