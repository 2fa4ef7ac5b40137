import { Controller, Get, Header, Inject, Module } from '@nestjs/common';
import { collectDefaultMetrics, Registry } from 'prom-client';

import { HealthModule } from './health';
import { METRICS } from './metrics-registry';
import { Readers } from './readers';

@Controller()
class MetricsController {
  constructor(@Inject(METRICS) private readonly registry: Registry) {}

  @Get('metrics')
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
