import { freezeShort, namedEffects } from './availability';
import type { FreezeFunds, ReclaimBalance, RecordPayment, RecordRefund, ReleaseFunds } from './commands';
import { type Context, fieldsOf, inYuan, postingBasis, postingRule, refuse, unlessShort } from './decide-basis';
import type {
  BalanceReclaimed,
  CommandRefused,
  FundsFrozen,
  FundsReleased,
  PaymentRecorded,
  RefundRecorded,
} from './events';
import { released } from './effects';
import { dimensionsOf, type LineDimensions, lineKeyOf, type PostingLine } from './line';
import { type Fen, fenOf, yuanOf } from './money';
import { type Refusal, refusal } from './refusal';
import { type NamedLine, named } from './rules';
import { pastEventOf } from './past-event';
import { ledgerLineOf, type State } from './state';
import { lowestFrom } from './timeline';

/** 冻结 */
export function freeze(state: State, command: FreezeFunds, context: Context): FundsFrozen | CommandRefused {
  const lines = named('lines', command.lines);
  const broken = postingRule(state, command, context, lines);
  if (broken !== undefined) return refuse(command, broken);
  const data = { ...postingBasis(command, context), lines: inYuan(command.lines) };
  return unlessShort(state, command, { type: 'funds.frozen.v1', data }, fieldsOf(lines));
}

/** 解冻 */
export function release(state: State, command: ReleaseFunds, context: Context): FundsReleased | CommandRefused {
  const { freezeRevision } = command;
  const lines = named('lines', command.lines ?? []);
  const frozen = frozenBy(state, freezeRevision, command.fiscalYear);
  const broken = unknownFreeze(freezeRevision, frozen) ?? postingRule(state, command, context, lines);
  if (broken !== undefined) return refuse(command, broken);
  const given = command.lines === undefined ? heldOf(state, frozen, freezeRevision, command) : inYuan(command.lines);
  if (given.length === 0) {
    const figure = { field: 'freezeRevision', value: String(freezeRevision), availableYuan: yuanOf(0n) };
    return refuse(command, refusal('freeze-short', [figure]));
  }
  const data = { ...postingBasis(command, context), freezeRevision, lines: given };
  return unlessShort(state, command, { type: 'funds.released.v1', data }, fieldsOf(lines));
}

/**
 * 支付. A freeze that is named must hold what is paid, line by line; where the command says so, the freeze is used first and what it does
 * not hold must be available.
 */
export function pay(state: State, command: RecordPayment, context: Context): PaymentRecorded | CommandRefused {
  const lines = named('lines', command.lines);
  const { freezeRevision, final = false, beyondFreeze = false } = command;
  const frozen = freezeRevision === undefined ? [] : frozenBy(state, freezeRevision, command.fiscalYear);
  const held = freezeRevision === undefined ? [] : heldOf(state, frozen, freezeRevision, command);
  const broken = postingRule(state, command, context, lines) ?? notHeld(state, command, { lines, frozen, held });
  if (broken !== undefined) return refuse(command, broken);
  const data = { ...postingBasis(command, context), lines: inYuan(command.lines) };
  if (freezeRevision === undefined) {
    return unlessShort(state, command, { type: 'payment.recorded.v1', data }, fieldsOf(lines));
  }
  const given = final ? held : usedOf(held, command.lines);
  const beyond = beyondFreeze ? { beyondFreeze } : {};
  const fromFreeze = { ...data, freezeRevision, ...(given.length === 0 ? {} : { released: given }), ...beyond };
  const fields = [...fieldsOf(lines), ...given.map(() => 'freezeRevision')];
  return unlessShort(state, command, { type: 'payment.recorded.v1', data: fromFreeze }, fields);
}

/** 退回 */
export function refund(state: State, command: RecordRefund, context: Context): RefundRecorded | CommandRefused {
  const lines = named('lines', command.lines);
  const broken = postingRule(state, command, context, lines);
  if (broken !== undefined) return refuse(command, broken);
  const data = { ...postingBasis(command, context), lines: inYuan(command.lines) };
  return unlessShort(state, command, { type: 'refund.recorded.v1', data }, fieldsOf(lines));
}

/** 收回存量资金 */
export function reclaim(state: State, command: ReclaimBalance, context: Context): BalanceReclaimed | CommandRefused {
  const lines = named('lines', command.lines);
  const broken = postingRule(state, command, context, lines);
  if (broken !== undefined) return refuse(command, broken);
  const data = { ...postingBasis(command, context), lines: inYuan(command.lines) };
  return unlessShort(state, command, { type: 'balance.reclaimed.v1', data }, fieldsOf(lines));
}

function unknownFreeze(freezeRevision: number, frozen: readonly LineDimensions[]): Refusal | undefined {
  if (frozen.length > 0) return undefined;
  return refusal('unknown-freeze', [{ field: 'freezeRevision', value: String(freezeRevision) }]);
}

interface PaidFromFreeze {
  lines: readonly NamedLine[];
  frozen: readonly LineDimensions[];
  held: readonly PostingLine[];
}

/** A payment names a freeze of its own lines, one that holds something, and no less than is paid unless it says that it goes beyond. */
function notHeld(state: State, command: RecordPayment, { lines, frozen, held }: PaidFromFreeze): Refusal | undefined {
  const { freezeRevision, fiscalYear, effectiveDate, beyondFreeze = false } = command;
  if (freezeRevision === undefined) return undefined;
  const unknown = unknownFreeze(freezeRevision, frozen);
  if (unknown !== undefined) return unknown;
  if (beyondFreeze) {
    const paid = new Set(lines.map(lineKeyOf));
    if (held.some((line) => paid.has(lineKeyOf(line)))) return undefined;
  }
  const used = released({ fiscalYear, effectiveDate }, lines, freezeRevision);
  return freezeShort(state, namedEffects(used, fieldsOf(lines)));
}

/** The lines of a year that the event of this revision froze, each once. */
function frozenBy(state: State, freezeRevision: number, fiscalYear: number): LineDimensions[] {
  const effects = pastEventOf(state, freezeRevision)?.effects ?? [];
  const own = effects.filter(
    (effect) => effect.column === 'frozen' && effect.freezeRevision === undefined && effect.fiscalYear === fiscalYear,
  );
  return [...new Map(own.map(({ line }) => [lineKeyOf(line), line])).values()];
}

/** What a freeze of these lines holds on a day and keeps holding on every later one. */
function heldOf(
  state: State,
  frozen: readonly LineDimensions[],
  freezeRevision: number,
  { fiscalYear, effectiveDate }: { fiscalYear: number; effectiveDate: string },
): PostingLine[] {
  return frozen.flatMap((line) => {
    const timeline = ledgerLineOf(state, fiscalYear, line)?.holds.get(freezeRevision) ?? [];
    const { fen } = lowestFrom(timeline, effectiveDate);
    return fen > 0n ? [{ ...dimensionsOf(line), amountYuan: yuanOf(fen) }] : [];
  });
}

/** What payments take of what is held: line by line the smaller of the two. */
function usedOf(held: readonly PostingLine[], paid: readonly PostingLine[]): PostingLine[] {
  const asked = new Map<string, Fen>();
  for (const line of paid) asked.set(lineKeyOf(line), (asked.get(lineKeyOf(line)) ?? 0n) + fenOf(line.amountYuan));
  return held.flatMap((line) => {
    const heldFen = fenOf(line.amountYuan);
    const askedFen = asked.get(lineKeyOf(line)) ?? 0n;
    const used = askedFen < heldFen ? askedFen : heldFen;
    return used > 0n ? [{ ...line, amountYuan: yuanOf(used) }] : [];
  });
}
