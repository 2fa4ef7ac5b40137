import {
  type Authority,
  type Command,
  type Context,
  decide,
  emptyState,
  evolve,
  type LedgerEvent,
  type State,
  type TransitCommand,
} from '#domain';
import { type Decider, hashOf, type Submission } from '#log';
import { eventOf } from '#wire';
import canonicalize from 'canonicalize';

import { isLarge } from './large';
import { type BudgetVerdict, refusalIn, warningIn } from './verdict';

/** Who asks, under which correlation, and how that was known. */
export interface Sender {
  actor: string;
  correlationId: string;
  authority?: Authority;
}

/** What a stream decides on: a client's wish, or the ledger's own for a transfer between departments. */
export type AnyCommand = (Command | TransitCommand) & {
  /** Stands in the event, and is no part of what the sender asked for. */
  authority?: Authority;
};

/** The domain's pure functions, as the log wants them. */
export function budgetDecider(
  context: Context,
  today?: () => string,
): Decider<State, AnyCommand, LedgerEvent, BudgetVerdict> {
  return {
    initial: emptyState,
    decide: (state, { authority, ...command }) => {
      const event = decide(state, command, today === undefined ? context : { ...context, today: today() });
      return authority === undefined ? event : withAuthority(event, authority);
    },
    evolve,
    read: eventOf,
    refusalOf: refusalIn,
    warningOf: warningIn,
    isLarge: ({ data }) => isLarge(data),
  };
}

function withAuthority<Event extends LedgerEvent>(event: Event, authority: Authority): Event {
  return { ...event, data: { ...event.data, authority } };
}

/** A command as the log takes it: its id, and the hash by which another body under the same id is seen. */
export function submissionOf(
  command: Command | TransitCommand,
  { actor, correlationId, authority }: Sender,
): Submission<AnyCommand> {
  const { commandId, expectedRevision, ...body } = command;
  const commandHash = hashOf(canonicalize(body) ?? '');
  const asked = authority === undefined ? command : { ...command, authority };
  return { commandId, commandHash, command: asked, actor, correlationId, expectedRevision };
}
