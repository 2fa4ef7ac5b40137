import { pauses, reasonOf } from '#basics';
import type { TransitCommand } from '#domain';

import { endOf, receiveOf, type Sent, transitPlace } from './transit-commands';
import type { BudgetOutcome, BudgetReceipt } from './verdict';

/** What carrying needs of the ledger, and of the world. */
export interface TransitPort {
  readonly streamNames: readonly string[];
  /** The transfers that have left a department and are not over, as far as the log was read. */
  transitsOf(stream: string): ReadonlyMap<string, Sent>;
  /** Undefined where the fate is not known in time; asking again gives it. */
  submit(command: TransitCommand): Promise<BudgetOutcome | undefined>;
  /** Rejects when the signal comes. */
  pause(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** From 0 up to 1. */
  random(): number;
  /** A transfer that this process cannot bring further, in words. */
  alarm(message: string): void;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
/** For this long, or up to twice as long, a transfer is left to the ledger that recorded it. */
const COURTESY_MS = 500;

/**
 * Brings transfers between departments to their end: what has left one stream is offered to the other, and what became of it there
 * is told to the first. Driven by what the log says is under way, at the start and whenever a stream has moved on; so a crash at any
 * step only delays. Any number of ledgers may do the same at once, because the ids are derived from the event that sent the
 * transfer, and an id is recorded once; they only leave each other the first chance.
 */
export class TransitCarrier {
  /** Transfers that this process is carrying, by id. */
  private readonly carried = new Map<string, Promise<void>>();
  /** Why this process does not carry a transfer any further; the next one tries again. */
  private readonly stuck = new Map<string, string>();
  private readonly stopping = new AbortController();

  constructor(private readonly port: TransitPort) {}

  /** Takes up whatever the log has left open. */
  start(): void {
    for (const stream of this.port.streamNames) this.wake(stream, true);
  }

  /** Transfers that are not over, whoever carries them. */
  get open(): number {
    return this.port.streamNames.reduce((sum, name) => sum + this.port.transitsOf(name).size, 0);
  }

  /** Those of them that wait for an operator. */
  get waiting(): number {
    return this.stuck.size;
  }

  /** A stream has moved on; `isOwn` says whether this process alone has moved it. */
  wake(stream: string, isOwn: boolean): void {
    if (this.stopping.signal.aborted) return;
    for (const [id, sent] of this.port.transitsOf(stream)) {
      if (this.carried.has(id) || this.stuck.has(id)) continue;
      const carrying = this.carry(stream, sent, isOwn)
        .catch((error: unknown) => {
          if (!this.stopping.signal.aborted) this.giveUp(id, error);
        })
        .finally(() => this.carried.delete(id));
      this.carried.set(id, carrying);
    }
  }

  /** Begins nothing new. What is being carried waits for no more than the answers that are under way. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.allSettled(this.carried.values());
  }

  private async carry(stream: string, sent: Sent, isOwn: boolean): Promise<void> {
    if (!isOwn) await this.pause(COURTESY_MS * (1 + this.port.random()));
    if (!this.port.transitsOf(stream).has(sent.transitId)) return;
    const place = transitPlace(stream, sent);
    const far = await this.recorded(receiveOf(sent, place));
    const end = await this.recorded(endOf(sent, place, far));
    if (end.refusal !== undefined) throw new Error(`${end.commandId} was refused with ${end.eventId}`);
  }

  /** Asks until the command is recorded, whoever recorded it. Rejects where asking again in this process is of no use. */
  private async recorded(command: TransitCommand): Promise<BudgetReceipt> {
    const nextPause = pauses({ first: FIRST_PAUSE_MS, most: LONGEST_PAUSE_MS });
    for (;;) {
      this.stopping.signal.throwIfAborted();
      const outcome = await this.port.submit(command);
      switch (outcome?.kind) {
        case 'recorded':
          return outcome.receipt;
        case undefined:
        case 'contended':
        case 'overloaded':
        case 'clock-apart':
        case 'stream-ahead':
          await this.pause(nextPause() * (0.5 + this.port.random()));
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

  private pause(milliseconds: number): Promise<void> {
    return this.port.pause(milliseconds, this.stopping.signal);
  }

  private giveUp(id: string, error: unknown): void {
    const reason = reasonOf(error);
    this.stuck.set(id, reason);
    this.port.alarm(`transfer ${id} stays in transit until this ledger is started again: ${reason}`);
  }
}
