import type {
  AdjustBudget,
  AllocateBudget,
  CarryOverBalance,
  HandDownBudget,
  OpeningCarryOver,
  YearEndCarryOver,
} from './commands';
import { type Context, fieldsOf, inYuan, postingBasis, postingRule, refuse, unlessShort } from './decide-basis';
import { firstDayOf } from './effects';
import type { BalanceCarriedOver, BudgetAdjusted, BudgetAllocated, BudgetHandedDown, CommandRefused } from './events';
import { lineKeyOf, type PostingLine } from './line';
import { type Fen, fenOf } from './money';
import { type Refusal, refusal } from './refusal';
import {
  type NamedLine,
  named,
  originYearNotEarlier,
  refusedFor,
  unitNotRegistered,
  unitOutsideDepartment,
  unitPlaces,
  unknownCode,
} from './rules';
import { ledgerLineOf, type State } from './state';
import { carryOverUnbalanced, handDownUnbalanced, transferRule } from './transfer-rules';

/** 年初批复 */
export function allocate(state: State, command: AllocateBudget, context: Context): BudgetAllocated | CommandRefused {
  const lines = named('lines', command.lines);
  const broken = postingRule(state, command, context, lines);
  if (broken !== undefined) return refuse(command, broken);
  const data = { ...postingBasis(command, context), lines: inYuan(command.lines) };
  return unlessShort(state, command, { type: 'budget.allocated.v1', data }, fieldsOf(lines));
}

/** 下达: the pool's lines go down by what the units' lines go up, in the same column. */
export function handDown(state: State, command: HandDownBudget, context: Context): BudgetHandedDown | CommandRefused {
  const from = named('from', command.from);
  const to = named('to', command.to);
  const broken = postingRule(state, command, context, [...from, ...to]) ?? handDownUnbalanced(from, to);
  if (broken !== undefined) return refuse(command, broken);
  const late = handsDownLate(state, command) ? { late: true as const } : {};
  const data = { ...postingBasis(command, context), from: inYuan(command.from), to: inYuan(command.to), ...late };
  return unlessShort(state, command, { type: 'budget.handed-down.v1', data }, fieldsOf(from, to), { bringsIn: true });
}

/** Whether the pool must give carried-over money of after the first day: what the approving document holds of it is given first. */
function handsDownLate(state: State, { fiscalYear, from }: HandDownBudget): boolean {
  const asked = new Map<string, Fen>();
  for (const line of from.filter(({ originYear }) => originYear !== undefined)) {
    asked.set(lineKeyOf(line), (asked.get(lineKeyOf(line)) ?? 0n) + fenOf(line.amountYuan));
  }
  return from.some((line) => {
    const held = ledgerLineOf(state, fiscalYear, line);
    return held !== undefined && (asked.get(lineKeyOf(line)) ?? 0n) > held.carriedOver - held.lateCarriedOver;
  });
}

/** 追加, 追减, 调剂 */
export function adjust(state: State, command: AdjustBudget, context: Context): BudgetAdjusted | CommandRefused {
  const basis = postingBasis(command, context);
  if (command.kind === 'transfer') {
    const from = named('from', command.from);
    const to = named('to', command.to);
    const broken = postingRule(state, command, context, [...from, ...to]) ?? transferRule(from, to);
    if (broken !== undefined) return refuse(command, broken);
    const data = { ...basis, kind: command.kind, from: inYuan(command.from), to: inYuan(command.to) };
    return unlessShort(state, command, { type: 'budget.adjusted.v1', data }, fieldsOf(from, to), { bringsIn: true });
  }
  const lines = named('lines', command.lines);
  const broken = postingRule(state, command, context, lines);
  if (broken !== undefined) return refuse(command, broken);
  const data = { ...basis, kind: command.kind, lines: inYuan(command.lines) };
  return unlessShort(state, command, { type: 'budget.adjusted.v1', data }, fieldsOf(lines));
}

/** 上年结转（结余） */
export function carryOver(
  state: State,
  command: CarryOverBalance,
  context: Context,
): BalanceCarriedOver | CommandRefused {
  return command.opening === true
    ? openingCarryOver(state, command, context)
    : yearEndCarryOver(state, command, context);
}

/** What a document states as the opening balance is capped by nothing, as long as this ledger has not computed it itself. */
function openingCarryOver(
  state: State,
  command: OpeningCarryOver,
  context: Context,
): BalanceCarriedOver | CommandRefused {
  const lines = named('lines', command.lines);
  const broken = postingRule(state, command, context, lines) ?? openingAfterComputed(state, command.fiscalYear);
  if (broken !== undefined) return refuse(command, broken);
  const { kind, opening } = command;
  const data = { ...postingBasis(command, context), kind, opening, lines: inYuan(command.lines) };
  return unlessShort(state, command, { type: 'balance.carried-over.v2', data }, fieldsOf(lines));
}

function openingAfterComputed(state: State, fiscalYear: number): Refusal | undefined {
  if ((state.computedCarryOvers.get(fiscalYear) ?? 0) === 0) return undefined;
  return refusal('opening-after-computed', [{ field: 'opening', value: String(fiscalYear) }]);
}

/** At most what is left on the lines of the year before: the same rule that guards every other line guards these. */
function yearEndCarryOver(
  state: State,
  command: YearEndCarryOver,
  context: Context,
): BalanceCarriedOver | CommandRefused {
  const { fiscalYear, kind } = command;
  const from = named('lines', command.lines);
  const kept = from.map((line) => ({ ...line, originYear: line.originYear ?? fiscalYear - 1 }));
  const to = kind === 'surplus' && command.to !== undefined ? named('to', command.to) : kept;
  const broken =
    yearEndRule(state, command, context, { from, to }) ??
    (kind === 'carry-forward' ? carryForwardExpired(from) : carryOverUnbalanced(kept, to));
  if (broken !== undefined) return refuse(command, broken);
  const data = {
    ...postingBasis(command, context),
    kind,
    opening: false as const,
    from: inYuan(from.map(withoutField)),
    to: inYuan(to.map(withoutField)),
  };
  return unlessShort(state, command, { type: 'balance.carried-over.v2', data }, fieldsOf(from, to));
}

function yearEndRule(
  state: State,
  command: YearEndCarryOver,
  { chart }: Context,
  { from, to }: { from: NamedLine[]; to: NamedLine[] },
): Refusal | undefined {
  const { department, fiscalYear, effectiveDate } = command;
  // Lines that keep their purpose stand on both sides under one name, and are named once.
  const places = unitPlaces([...new Map([...from, ...to].map((line) => [line.field, line])).values()]);
  const firstDay = firstDayOf(fiscalYear);
  const wrongDay =
    effectiveDate === firstDay
      ? undefined
      : refusal('effective-date-outside-fiscal-year', [
          { field: 'effectiveDate', value: effectiveDate, expected: firstDay },
        ]);
  return (
    unitOutsideDepartment(department, places) ??
    unitNotRegistered(state, places) ??
    wrongDay ??
    closedForCarryOver(state, fiscalYear) ??
    unknownCode(chart, fiscalYear, to) ??
    originYearNotEarlier(fiscalYear - 1, from) ??
    originYearNotEarlier(fiscalYear, to)
  );
}

/** What is left of a closed year cannot leave it: it is carried over first, or the year is opened again for it. */
function closedForCarryOver(state: State, fiscalYear: number): Refusal | undefined {
  return refusedFor(
    'year-closed',
    [fiscalYear - 1, fiscalYear].filter((year) => state.closedYears.has(year)),
    (year) => ({
      field: 'fiscalYear',
      value: String(year),
      ...(year < fiscalYear ? { expected: 'CarryOverBalance < CloseYear; ReopenYear' } : {}),
    }),
  );
}

/** 连续两年未用完的结转资金是结余: money that was carried over once is not carried forward again (条例第五十条). */
function carryForwardExpired(from: readonly NamedLine[]): Refusal | undefined {
  return refusedFor(
    'carry-forward-expired',
    from.filter(({ originYear }) => originYear !== undefined),
    ({ field, originYear }) => ({ field: `${field}.originYear`, value: String(originYear), expected: 'surplus' }),
  );
}

function withoutField({ field: _field, ...line }: NamedLine): PostingLine {
  return line;
}
