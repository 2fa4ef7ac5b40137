import { ruled } from '#platform';

import type { Demand, ReadAction } from './may';

/** What a request asks about, by the parts of its address and its query as they were written. */
export interface Asked {
  params: Readonly<Record<string, unknown>>;
  query: Readonly<Record<string, unknown>>;
}

/** Commands, whose body has to be read before anybody can say what they touch: the ledger asks then. */
interface CommandsRule {
  kind: 'commands';
}

/** A sum, a text or a chain of records: it is answered as a whole or not at all. */
export interface WholeRule {
  kind: 'whole';
  action: ReadAction;
  /** All that an answer is made from. */
  reads: (asked: Asked) => readonly Demand[];
  /** Whether it is published, for a service that shows what is to everybody. */
  isPublished?: (asked: Asked) => boolean;
}

/** A list: it holds what its reader may see of what is asked for, and says so. */
export interface ListRule {
  kind: 'list';
  action: ReadAction;
  /** Where everything stands that may be in it. */
  from: (asked: Asked) => Demand;
  /** What stands in it is no unit's own: who sees units alone sees nothing of it. */
  isOfDepartments?: true;
  /** What stands in it is a department's of all years: who sees some years or units alone sees nothing of it. */
  isOfStreams?: true;
}

/** Who the caller is: nothing is read for it, and who does not say who they are is told just that. */
interface SelfRule {
  kind: 'self';
}

export type RouteRule = CommandsRule | WholeRule | ListRule | SelfRule;

/** Says what a route asks of its caller. A route that neither says this nor is open is refused to everybody. */
export function Ask(rule: RouteRule, config: object = {}): MethodDecorator {
  return ruled(rule, config);
}

export function AskForCommands(): MethodDecorator {
  return Ask({ kind: 'commands' });
}

export function AskForSelf(): MethodDecorator {
  return Ask({ kind: 'self' });
}
