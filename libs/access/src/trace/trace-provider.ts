import { type Config, METRICS, type Notice, Readiness } from '#platform';
import { type FactoryProvider, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Counter, type Registry } from 'prom-client';

import { AccessTrace } from './access-trace';
import type { AccessRecords } from './access-records';
import { KeptTrace } from './kept-trace';

/** The trace of a service, as long as it runs. */
class ServiceTrace extends KeptTrace implements OnApplicationShutdown {
  async onApplicationShutdown(): Promise<void> {
    await this.close();
  }
}

export function traceProvider({ ledgerId }: Config, records: AccessRecords | undefined): FactoryProvider {
  const made = (readiness: Readiness, registry: Registry): ServiceTrace => {
    const registers = [registry];
    const refused = new Counter({
      name: 'access_refused_total',
      help: 'Attempts that were refused, by the code of the problem and the way by which they came',
      labelNames: ['code', 'way'],
      registers,
    });
    const lost = new Counter({
      name: 'access_records_lost_total',
      help: 'Records of access that could not be kept, since the brokers did not take them for too long',
      registers,
    });
    const trace = new ServiceTrace({
      service: ledgerId,
      sink: records,
      logger: new Logger('access'),
      onAttempt: ({ code, way }) => refused.inc({ code, way }),
      onLost: (records) => lost.inc(records),
    });
    readiness.register('access-trace', () => trace.notice() ?? noticeOf(records));
    return trace;
  };
  return { provide: AccessTrace, inject: [Readiness, METRICS], useFactory: made };
}

const NOT_KEPT =
  '未设 KAFKA_BROKERS，访问记录只计数、不留存。 Without KAFKA_BROKERS it is counted and not kept who was refused what';

function noticeOf(records: AccessRecords | undefined): Notice | undefined {
  const notice = records === undefined ? NOT_KEPT : records.notice;
  return notice === undefined ? undefined : { notice };
}
