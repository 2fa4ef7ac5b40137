import { setTimeout as pause } from 'node:timers/promises';

import type { TransitCommand } from '#domain';
import { LogUnreachable } from '#log';
import { METRICS } from '#platform';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Gauge, type Registry } from 'prom-client';

import { Ledger } from './ledger';
import { submissionOf } from './submission';
import { TransitCarrier } from './transit-carrier';
import type { BudgetOutcome } from './verdict';

/** Who asks for what only the ledger itself may ask for. */
const ACTOR = 'ledger';
const STOP_WITHIN_MS = 10_000;

/** Carries transfers between departments as long as this process lives. */
@Injectable()
export class TransitRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(TransitRelay.name);
  private readonly carrier: TransitCarrier;

  constructor(
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(METRICS) registry: Registry,
  ) {
    const carrier = new TransitCarrier({
      get streamNames() {
        return ledger.streamNames;
      },
      transitsOf: (stream) => ledger.transitsOf(stream),
      submit: (command) => submitted(ledger, command),
      pause: (milliseconds, signal) => pause(milliseconds, undefined, { signal }),
      random: () => Math.random(),
      alarm: (message) => {
        this.logger.error(message);
      },
    });
    this.carrier = carrier;
    new Gauge({
      name: 'ledger_open_transits',
      help: 'Transfers between departments that are under way',
      registers: [registry],
      collect() {
        this.set(carrier.open);
      },
    });
    new Gauge({
      name: 'ledger_waiting_transits',
      help: 'Transfers between departments that this ledger cannot bring further, because a stream has stopped',
      registers: [registry],
      collect() {
        this.set(carrier.waiting);
      },
    });
  }

  onApplicationBootstrap(): void {
    const started = this.ledger.untilStarted().then(() => {
      this.ledger.whenAdvanced((stream, isOwn) => {
        this.carrier.wake(stream, isOwn);
      });
      this.carrier.start();
    });
    // A ledger that cannot start says so itself.
    started.catch(() => undefined);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.race([this.carrier.stop(), pause(STOP_WITHIN_MS, undefined, { ref: false })]);
  }
}

/** A question to the brokers that was not answered is asked again. */
async function submitted(ledger: Ledger, command: TransitCommand): Promise<BudgetOutcome | undefined> {
  try {
    const correlationId = command.transitId;
    return await ledger.submit(submissionOf(command, { actor: ACTOR, correlationId, authority: { by: 'ledger' } }));
  } catch (error) {
    if (error instanceof LogUnreachable) return undefined;
    throw error;
  }
}
