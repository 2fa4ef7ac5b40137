import { setTimeout as pause } from 'node:timers/promises';

import type { DepartmentTransferSent, ReceiveTransfer, ReturnTransfer, SettleTransfer, TransitCommand } from '#domain';
import type { Receipt } from '#log';
import { METRICS } from '#platform';
import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Gauge, type Registry } from 'prom-client';

import { Ledger } from './ledger';

type Sent = DepartmentTransferSent['data'];

/** Who asks for what only the ledger itself may ask for. */
const ACTOR = 'ledger';
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Brings transfers between departments to their end: what has left one stream is offered to the other, and what became of it there
 * is told to the first. Driven by what the log says is under way, at the start and whenever a stream has moved on; so a crash at any step
 * only delays, and any number of ledgers may do the same at once: the ids are derived from the event that sent the transfer, and an id
 * is recorded once.
 */
@Injectable()
export class TransitRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(TransitRelay.name);
  /** Transfers that this process is carrying, by id. */
  private readonly carried = new Map<string, Promise<void>>();
  private readonly stopping = new AbortController();

  constructor(
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(METRICS) registry: Registry,
  ) {
    const open = (): number =>
      this.ledger.streamNames.reduce((sum, name) => sum + this.ledger.transitsOf(name).size, 0);
    new Gauge({
      name: 'ledger_open_transits',
      help: 'Transfers between departments that are under way',
      registers: [registry],
      collect() {
        this.set(open());
      },
    });
  }

  onApplicationBootstrap(): void {
    this.ledger.whenAdvanced((stream) => this.wake(stream));
    for (const stream of this.ledger.streamNames) this.wake(stream);
  }

  /** What is being carried waits for no more than the answers that are under way. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.allSettled(this.carried.values());
  }

  private wake(stream: string): void {
    const transits = this.ledger.transitsOf(stream);
    if (transits.size === 0 || this.stopping.signal.aborted) return;
    for (const [id, sent] of transits) {
      if (this.carried.has(id)) continue;
      const carrying = this.carry(stream, sent)
        .catch((error: unknown) => {
          if (!this.stopping.signal.aborted) this.logger.error(`transfer ${id} waits: ${wordsOf(error)}`);
        })
        .finally(() => this.carried.delete(id));
      this.carried.set(id, carrying);
    }
  }

  private async carry(stream: string, sent: Sent): Promise<void> {
    const { commandId, division, department } = placeOf(stream, sent);
    const far = await this.recorded(receiveOf(sent, { commandId: `${commandId}:receive`, division, department }));
    const near = { commandId, division, department };
    await this.recorded(far.refusal === undefined ? settleOf(sent, near, far) : returnOf(sent, near, far));
  }

  /** Asks until the command is recorded, whoever recorded it. Rejects where asking again is of no use before an operator has acted. */
  private async recorded(command: TransitCommand): Promise<Receipt> {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      this.stopping.signal.throwIfAborted();
      const outcome = await this.ledger.submit(command, { actor: ACTOR, correlationId: command.transitId });
      switch (outcome?.kind) {
        case 'recorded':
          return outcome.receipt;
        case undefined:
        case 'contended':
        case 'overloaded':
          await pause(pauseMs, undefined, { signal: this.stopping.signal });
          break;
        case 'stopped':
          throw new Error(outcome.reason);
        case 'id-reused':
        case 'too-large':
        case 'wrong-revision':
          throw new Error(`${command.commandId} was answered ${outcome.kind}`);
      }
    }
  }
}

interface Place {
  commandId: string;
  division: string;
  department: string;
}

/** The ids of a transfer begin with that of the event that sent it. */
export function placeOf(stream: string, { transitId }: Sent): Place {
  const [division = '', department = ''] = stream.split('/');
  return { commandId: `transit:${transitId}`, division, department };
}

/** The body is made of the event that sent the transfer alone, so that every ledger asks for the very same. */
function basisOf({ documentNumber, effectiveDate, reason, attachmentSha256, fiscalYear, transitId }: Sent) {
  return {
    documentNumber,
    effectiveDate,
    ...(reason === undefined ? {} : { reason }),
    ...(attachmentSha256 === undefined ? {} : { attachmentSha256 }),
    fiscalYear,
    transitId,
  };
}

/** What the far end is asked for. */
export function receiveOf(sent: Sent, near: Place): ReceiveTransfer {
  return {
    type: 'ReceiveTransfer',
    ...basisOf(sent),
    ...near,
    department: sent.toDepartment,
    fromDepartment: near.department,
    lines: sent.to,
  };
}

function settleOf(sent: Sent, near: Place, received: Receipt): SettleTransfer {
  const place = { ...near, commandId: `${near.commandId}:settle` };
  return { type: 'SettleTransfer', ...basisOf(sent), ...place, receivedEventId: received.eventId };
}

function returnOf(sent: Sent, near: Place, refused: Receipt): ReturnTransfer {
  const { code } = refused.refusal as { code: string };
  const place = { ...near, commandId: `${near.commandId}:return` };
  return { type: 'ReturnTransfer', ...basisOf(sent), ...place, refusedEventId: refused.eventId, refusalCode: code };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
