import type { CeilingScope, DeclaredFunds, Indicator, Staffing } from './commands';
import type { AmountColumn, LineDimensions, PostingLine } from './line';
import type { PublicationSection } from './publication-text';
import type { RecordedRefusal } from './refusal';

/** By what it is known who asks. */
export const IDENTIFICATION_NAMES = {
  token: '令牌',
  key: '自有密钥的签名',
  oidc: '签发方的访问令牌',
  mtls: '客户端证书',
  ledger: '账本自身',
} as const;

/** How it was known who asked, and what the right to ask went by. */
export interface Authority {
  by: keyof typeof IDENTIFICATION_NAMES;
  /** The name of the key that signed. */
  key?: string;
  issuer?: string;
  /** Whom the issuer's token is about, or whose the certificate is. */
  subject?: string;
  certificateSha256?: string;
  /** For whom the actor acted. */
  onBehalfOf?: string;
  /** SHA-256 of the file of rights. */
  rightsSha256?: string;
}

/** What every event that changes a budget or a unit carries from its command. */
export interface EventBasis {
  documentNumber: string;
  effectiveDate: string;
  reason?: string;
  attachmentSha256?: string;
  /** Earlier events do not tell. */
  authority?: Authority;
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
/** `late` says that the carried-over money among it is such as the approving document does not hold. */
export interface BudgetHandedDown {
  type: 'budget.handed-down.v1';
  data: PostingBasis & { from: PostingLine[]; to: PostingLine[]; late?: true };
}
/** `from` are lines of the year before, on 31 December; `to` and an opening's `lines` are lines of the fiscal year, from 1 January on. */
export interface BalanceCarriedOver {
  type: 'balance.carried-over.v2';
  data: PostingBasis & { kind: 'carry-forward' | 'surplus' } & (
      { opening: true; lines: PostingLine[] } | { opening: false; from: PostingLine[]; to: PostingLine[] }
    );
}
export interface BudgetAdjusted {
  type: 'budget.adjusted.v1';
  data: PostingBasis &
    (
      | { kind: 'supplement' | 'cut'; lines: PostingLine[] }
      | { kind: 'transfer'; from: PostingLine[]; to: PostingLine[] }
    );
}
/** A transfer has left for another department. Its id is that of this event. */
export interface DepartmentTransferSent {
  type: 'department-transfer.sent.v1';
  data: PostingBasis & { transitId: string; toDepartment: string; from: PostingLine[]; to: PostingLine[] };
}
export interface DepartmentTransferReceived {
  type: 'department-transfer.received.v1';
  data: PostingBasis & { transitId: string; fromDepartment: string; lines: PostingLine[] };
}
/** The sender knows of the arrival; no money moves. */
export interface DepartmentTransferSettled {
  type: 'department-transfer.settled.v1';
  data: EventBasis & { fiscalYear: number; transitId: string; receivedEventId: string };
}
/** The far end has refused; the money is back on the lines that it came from, from the day on which it left. */
export interface DepartmentTransferReturned {
  type: 'department-transfer.returned.v1';
  data: EventBasis & {
    fiscalYear: number;
    transitId: string;
    refusedEventId: string;
    refusalCode: string;
    lines: PostingLine[];
  };
}
export interface FundsFrozen {
  type: 'funds.frozen.v1';
  data: PostingBasis & { lines: PostingLine[] };
}
export interface FundsReleased {
  type: 'funds.released.v1';
  data: PostingBasis & { freezeRevision: number; lines: PostingLine[] };
}
/** `released` is what the payment took out of its freeze, and with a final one what the freeze gave up besides. `beyondFreeze` says that it was allowed to take more. */
export interface PaymentRecorded {
  type: 'payment.recorded.v1';
  data: PostingBasis & { lines: PostingLine[]; freezeRevision?: number; released?: PostingLine[]; beyondFreeze?: true };
}
export interface RefundRecorded {
  type: 'refund.recorded.v1';
  data: PostingBasis & { lines: PostingLine[] };
}
export interface BalanceReclaimed {
  type: 'balance.reclaimed.v1';
  data: PostingBasis & { lines: PostingLine[] };
}
export interface CeilingSet {
  type: 'ceiling.set.v1';
  data: EventBasis & { fiscalYear: number; scope: CeilingScope; limitYuan: string | null };
}

/** One posting as it is, with its sign: what a reversal is made of. */
export interface SignedPosting extends LineDimensions {
  fiscalYear: number;
  column: AmountColumn;
  /** With a minus where the posting takes from the column. */
  deltaYuan: string;
  effectiveDate: string;
  freezeRevision?: number;
  /** Of a carry-over that the approving document does not hold. */
  late?: true;
}
export interface EventReversed {
  type: 'event.reversed.v1';
  data: EventBasis & {
    reversedRevision: number;
    reversedEventId: string;
    reversedType: string;
    postings: SignedPosting[];
  };
}
/** What was left in a year when it was closed. The pool counts as one more unit. */
export interface NotCarriedOver {
  units: number;
  lines: number;
  leftYuan: string;
  /** What freezes hold besides. */
  frozenYuan: string;
}
/** `notCarriedOver` stands where something was left; earlier events do not tell. */
export interface YearClosed {
  type: 'year.closed.v1';
  data: EventBasis & { fiscalYear: number; notCarriedOver?: NotCarriedOver };
}
export interface YearReopened {
  type: 'year.reopened.v1';
  data: EventBasis & { fiscalYear: number };
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
export interface PublicationTextSet {
  type: 'publication-text.set.v1';
  data: EventBasis & { fiscalYear: number; unit: string; sections: PublicationSection[] };
}
/** What was refused, as it was asked for. A newer program may have been asked for what this one does not know. */
export interface RefusedCommand {
  type: string;
  [field: string]: unknown;
}
/** A refusal is a fact like any other: it closes the command's slot and shows who tried what. */
export interface CommandRefused {
  type: 'command.refused.v1';
  data: { refusal: RecordedRefusal; command: RefusedCommand; authority?: Authority };
}

/** What may stand inside a combination. */
export type CombinableEvent =
  | UnitRegistered
  | BudgetAllocated
  | BudgetHandedDown
  | BalanceCarriedOver
  | BudgetAdjusted
  | FundsFrozen
  | FundsReleased
  | PaymentRecorded
  | RefundRecorded
  | BalanceReclaimed
  | CeilingSet
  | PerformanceTargetsSet
  | PublicationTextSet;
export interface CommandsCombined {
  type: 'commands.combined.v1';
  data: EventBasis & { events: CombinableEvent[] };
}

export type LedgerEvent =
  | CombinableEvent
  | CommandsCombined
  | DepartmentTransferSent
  | DepartmentTransferReceived
  | DepartmentTransferSettled
  | DepartmentTransferReturned
  | EventReversed
  | YearClosed
  | YearReopened
  | CommandRefused;
export type EventType = LedgerEvent['type'];

/** A type that is missing here, or is none any more, does not compile. */
const EVERY_TYPE: Readonly<Record<EventType, true>> = {
  'unit.registered.v1': true,
  'budget.allocated.v1': true,
  'budget.handed-down.v1': true,
  'balance.carried-over.v2': true,
  'budget.adjusted.v1': true,
  'department-transfer.sent.v1': true,
  'department-transfer.received.v1': true,
  'department-transfer.settled.v1': true,
  'department-transfer.returned.v1': true,
  'funds.frozen.v1': true,
  'funds.released.v1': true,
  'payment.recorded.v1': true,
  'refund.recorded.v1': true,
  'balance.reclaimed.v1': true,
  'ceiling.set.v1': true,
  'event.reversed.v1': true,
  'year.closed.v1': true,
  'year.reopened.v1': true,
  'performance-targets.set.v1': true,
  'publication-text.set.v1': true,
  'command.refused.v1': true,
  'commands.combined.v1': true,
};
/** Every type of event that is written. */
export const EVENT_TYPES = Object.keys(EVERY_TYPE) as readonly EventType[];

/** An event as the events that it is made of: a combination holds several, every other one is itself. */
export function partsOf(event: LedgerEvent): readonly LedgerEvent[] {
  return event.type === 'commands.combined.v1' ? event.data.events : [event];
}
