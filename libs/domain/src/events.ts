import type { Command, DeclaredFunds, Indicator, Staffing } from './commands';
import type { PostingLine } from './line';
import type { Refusal } from './refusal';

/** What every event that changes a budget or a unit carries from its command. */
export interface EventBasis {
  documentNumber: string;
  effectiveDate: string;
  reason?: string;
  attachmentSha256?: string;
}

interface PostingBasis extends EventBasis {
  fiscalYear: number;
  /** Identifies the code lists that the decision was made with. */
  chartHash: string;
}

export interface UnitRegistered {
  type: 'unit.registered.v1';
  data: EventBasis & { unit: string; name: string; departmentName: string; staffing?: Staffing };
}
export interface BudgetAllocated {
  type: 'budget.allocated.v1';
  data: PostingBasis & { lines: PostingLine[] };
}
export interface BalanceCarriedOver {
  type: 'balance.carried-over.v1';
  data: PostingBasis & { kind: 'carry-forward' | 'surplus'; opening: true; lines: PostingLine[] };
}
export interface BudgetAdjusted {
  type: 'budget.adjusted.v1';
  data: PostingBasis &
    (
      | { kind: 'supplement' | 'cut'; lines: PostingLine[] }
      | { kind: 'transfer'; from: PostingLine[]; to: PostingLine[] }
    );
}
export interface PerformanceTargets {
  declaredFunds: DeclaredFunds;
  tasks: { name: string; content: string }[];
  goals: string[];
  indicators: Indicator[];
}
export interface PerformanceTargetsSet {
  type: 'performance-targets.set.v1';
  data: EventBasis & { fiscalYear: number; unit: string; project?: string } & PerformanceTargets;
}
/** A refusal is a fact like any other: it closes the command's slot and shows who tried what. */
export interface CommandRefused {
  type: 'command.refused.v1';
  data: { refusal: Refusal; command: Omit<Command, 'commandId' | 'expectedRevision'> };
}

export type LedgerEvent =
  UnitRegistered | BudgetAllocated | BalanceCarriedOver | BudgetAdjusted | PerformanceTargetsSet | CommandRefused;
export type EventType = LedgerEvent['type'];
