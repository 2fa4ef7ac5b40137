import type { Command } from '#domain';

import { COMMAND_KINDS } from './command-kinds';
import { isAmong, isIn } from './limits';

/** What somebody may be, each with limits of its own. */
export const ROLES = ['poster', 'approver', 'auditor', 'reader', 'operator', 'steward'] as const;
export type Role = (typeof ROLES)[number];

/**
 * What can be asked for: posting and trying commands; reading figures, the register of units, or the audit trail; and what operators ask of the
 * tables themselves, in which no figure stands.
 */
const WRITES = ['post', 'try'] as const;
export type ReadAction = 'read' | 'read-units' | 'audit' | 'operate';
export type Action = (typeof WRITES)[number] | ReadAction;
export type CommandKind = Command['type'];

/** A role of somebody. A limit that is left out does not limit; one that is there allows what it names and nothing else. */
export interface Grant {
  role: Role;
  divisions?: readonly string[];
  departments?: readonly string[];
  units?: readonly string[];
  years?: { from?: number; to?: number };
  commands?: readonly CommandKind[];
  upToFen?: bigint;
}

/**
 * One thing that a request would touch. What is left out cannot be known before it is decided, such as the year of an event that is to be
 * reversed, is nothing of the kind, such as the unit of a closed year, or is all of it, such as the departments of a division whose sums are
 * read: in any case a limit on it allows nothing.
 */
export interface Demand {
  division?: string;
  department?: string;
  unit?: string;
  year?: number;
  /** Of a command; reading is nothing of the kind, and no limit on it is asked about. */
  command?: CommandKind;
  /** Of the whole command, so that no larger amount gets through in pieces. */
  amountFen?: bigint;
}

/** Of a command it is always known where it is about, and what kind it is. */
export type CommandDemand = Demand & Required<Pick<Demand, 'division' | 'department' | 'command'>>;

interface Verdict {
  may: boolean;
  /** The first demand that no grant covers. */
  missing?: Demand;
}

/**
 * Who posts or approves sees what it is about. A steward keeps what budgets are posted to, and sees no budget; neither does an operator, who
 * keeps the services running.
 */
const ALLOWED: Readonly<Record<Role, (action: Action, command: CommandKind | undefined) => boolean>> = {
  poster: (action) => isAmong(['post', 'try', 'read', 'read-units'], action),
  steward: (action, command) => action === 'read-units' || (isWrite(action) && command === 'RegisterUnit'),
  approver: (action) => isAmong(['try', 'read', 'read-units'], action),
  auditor: (action) => isAmong(['read', 'read-units', 'audit'], action),
  reader: (action) => isAmong(['read', 'read-units'], action),
  operator: (action) => action === 'operate',
};

/**
 * Whether somebody with these grants may do this. Each demand must be covered by one grant as a whole: a large amount in one department and a
 * small one in another are two grants, and never a large amount in the other. Nothing is allowed that is not granted; and as no grant takes
 * anything away, one more, or a wider one, never does.
 */
export function may(grants: readonly Grant[], action: Action, demands: readonly Demand[]): Verdict {
  if (demands.length === 0) return { may: false };
  const missing = demands.find((demand) => !grants.some((grant) => covers(grant, action, demand)));
  return missing === undefined ? { may: true } : { may: false, missing };
}

/** The roles that may do this at all, for who has to ask for one. */
export function rolesFor(action: Action, command: CommandKind | undefined): Role[] {
  return ROLES.filter((role) => ALLOWED[role](action, command));
}

/** Whether there is anything at all that somebody may post or try. */
export function mayWrite(grants: readonly Grant[], action: (typeof WRITES)[number]): boolean {
  return grants.some(({ role, commands = COMMAND_KINDS }) =>
    commands.some((command) => ALLOWED[role](action, command)),
  );
}

/** The grants by which somebody may read at all, wherever they reach. */
export function grantsFor(grants: readonly Grant[], action: ReadAction): Grant[] {
  return grants.filter(({ role }) => ALLOWED[role](action, undefined));
}

function covers(grant: Grant, action: Action, demand: Demand): boolean {
  const { role, divisions, departments, units, years, commands, upToFen } = grant;
  const { division, department, unit, year, command, amountFen } = demand;
  return (
    ALLOWED[role](action, command) &&
    isAmong(divisions, division) &&
    isAmong(departments, department) &&
    isAmong(units, unit) &&
    isIn(years, year) &&
    (!isWrite(action) ||
      (isAmong(commands, command) && (upToFen === undefined || (amountFen !== undefined && amountFen <= upToFen))))
  );
}

function isWrite(action: Action): boolean {
  return isAmong<Action>(WRITES, action);
}
