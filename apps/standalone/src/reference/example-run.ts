import {
  type Command,
  decide,
  emptyState,
  eventIdOf,
  evolve,
  type LedgerEvent,
  type State,
  streamOf,
  type TransitCommand,
} from '#domain';
import { COMMAND_EXAMPLES, loadChart, parseCommand } from '#wire';

import { endOf, receiveOf, transitPlace } from '../../../ledger/src/transit-commands';

/** A command that was decided and the event that it became. */
export interface Happened {
  eventId: string;
  command: Command | TransitCommand;
  event: LedgerEvent;
}

/** What the examples become in an empty ledger, posted one after another: the ledger's own decisions, transfers carried to their ends. */
export function exampleRun(): Happened[] {
  const ledger = new ExampleLedger();
  for (const { command } of COMMAND_EXAMPLES) {
    const parsed = parseCommand(command);
    if (!parsed.ok) throw new Error(`${command.commandId}: ${JSON.stringify(parsed.errors)}`);
    ledger.post(parsed.command);
  }
  return ledger.happened;
}

class ExampleLedger {
  readonly happened: Happened[] = [];
  private readonly states = new Map<string, State>();
  private readonly revisions = new Map<string, number>();
  private readonly chart = loadChart([]);

  post(command: Command | TransitCommand): Happened {
    const stream = streamOf(command);
    const before = this.states.get(stream) ?? emptyState;
    const revision = (this.revisions.get(stream) ?? 0) + 1;
    const event = decide(before, command, { chart: this.chart });
    this.states.set(stream, evolve(before, event));
    this.revisions.set(stream, revision);
    const happened = { eventId: eventIdOf({ stream, revision }), command, event };
    this.happened.push(happened);
    if (event.type === 'department-transfer.sent.v1') this.carry(stream, event.data);
    return happened;
  }

  private carry(stream: string, sent: Extract<LedgerEvent, { type: 'department-transfer.sent.v1' }>['data']): void {
    const place = transitPlace(stream, sent);
    const { eventId, event } = this.post(receiveOf(sent, place));
    const refusal = event.type === 'command.refused.v1' ? { refusal: event.data.refusal } : {};
    this.post(endOf(sent, place, { eventId, ...refusal }));
  }
}
