import type { Command } from '#domain';

/** What somebody may be, each with limits of its own. */
export const ROLES = ['poster', 'approver', 'auditor', 'reader', 'operator', 'steward'] as const;
type Role = (typeof ROLES)[number];

/** What can be asked for. */
export type Action = 'post' | 'try';
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
 * reversed, or is nothing of the kind, such as the unit of a closed year: in either case a limit on it allows nothing.
 */
export interface Demand {
  division: string;
  department: string;
  unit?: string;
  year?: number;
  command: CommandKind;
  /** Of the whole request, so that no larger amount gets through in pieces. */
  amountFen?: bigint;
}

interface Verdict {
  may: boolean;
  /** The first demand that no grant covers. */
  missing?: Demand;
}

/** A steward keeps what budgets are posted to. What the other roles may read is not asked for yet. */
const ALLOWED: Readonly<Record<Role, (action: Action, command: CommandKind) => boolean>> = {
  poster: () => true,
  steward: (_, command) => command === 'RegisterUnit',
  approver: (action) => action === 'try',
  auditor: () => false,
  reader: () => false,
  operator: () => false,
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
export function rolesFor(action: Action, command: CommandKind): Role[] {
  return ROLES.filter((role) => ALLOWED[role](action, command));
}

function covers(grant: Grant, action: Action, demand: Demand): boolean {
  const { role, divisions, departments, units, years, commands, upToFen } = grant;
  const { division, department, unit, year, command, amountFen } = demand;
  return (
    ALLOWED[role](action, command) &&
    isAmong(divisions, division) &&
    isAmong(departments, department) &&
    isAmong(units, unit) &&
    (years === undefined ||
      (year !== undefined && year >= (years.from ?? -Infinity) && year <= (years.to ?? Infinity))) &&
    isAmong(commands, command) &&
    (upToFen === undefined || (amountFen !== undefined && amountFen <= upToFen))
  );
}

function isAmong<T>(allowed: readonly T[] | undefined, value: T | undefined): boolean {
  return allowed === undefined || (value !== undefined && allowed.includes(value));
}
