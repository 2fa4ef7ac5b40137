import type { LedgerEvent, NotCarriedOver, RecordedRefusal } from '#domain';
import type { Outcome, Receipt, Verdict } from '#log';

/** What the log keeps of a decision besides its record, for whoever repeats the command. */
export type BudgetVerdict = Verdict<RecordedRefusal, NotCarriedOver>;
export type BudgetReceipt = Receipt<BudgetVerdict>;
export type BudgetOutcome = Outcome<BudgetVerdict>;

export function refusalIn(event: LedgerEvent): RecordedRefusal | undefined {
  return event.type === 'command.refused.v1' ? event.data.refusal : undefined;
}

/** What an accepted event warns of. */
export function warningIn(event: LedgerEvent): NotCarriedOver | undefined {
  return event.type === 'year.closed.v1' ? event.data.notCarriedOver : undefined;
}
