import type { Chart } from './chart';
import type {
  AdjustBudget,
  AllocateBudget,
  CarryOverBalance,
  Command,
  RegisterUnit,
  SetPerformanceTargets,
} from './commands';
import type { EventBasis, LedgerEvent } from './events';
import type { PostingLine } from './line';
import { fenOf, yuanOf } from './money';
import type { Refusal } from './refusal';
import {
  effectiveDateOutsideFiscalYear,
  lineBelowZero,
  type NamedLine,
  named,
  originYearNotEarlier,
  transferCrossesCategory,
  transferUnbalanced,
  unitNotRegistered,
  unitOutsideDepartment,
  unitPlaces,
  unknownCode,
} from './rules';
import type { State } from './state';

/** What a decision may look at besides the stream's own state. Policies and approvals will stand here as well. */
export interface Context {
  chart: Chart;
}

/**
 * Decides one well-formed, permitted command. Total and pure: no clock, no I/O, no randomness, and always exactly one event, which
 * is the refusal where a rule forbids the command.
 */
export function decide(state: State, command: Command, context: Context): LedgerEvent {
  switch (command.type) {
    case 'RegisterUnit':
      return registerUnit(command);
    case 'AllocateBudget':
      return allocate(state, command, context);
    case 'CarryOverBalance':
      return carryOver(state, command, context);
    case 'AdjustBudget':
      return adjust(state, command, context);
    case 'SetPerformanceTargets':
      return setPerformanceTargets(state, command);
  }
}

function registerUnit(command: RegisterUnit): LedgerEvent {
  const broken = unitOutsideDepartment(command.department, [{ unit: command.unit, field: 'unit' }]);
  if (broken !== undefined) return refuse(command, broken);
  const { unit, name, departmentName, staffing } = command;
  return {
    type: 'unit.registered.v1',
    data: { ...basisOf(command), unit, name, departmentName, ...(staffing === undefined ? {} : { staffing }) },
  };
}

function allocate(state: State, command: AllocateBudget, context: Context): LedgerEvent {
  const broken = postingRule(state, command, context, named('lines', command.lines));
  if (broken !== undefined) return refuse(command, broken);
  return { type: 'budget.allocated.v1', data: { ...postingBasis(command, context), lines: inYuan(command.lines) } };
}

function carryOver(state: State, command: CarryOverBalance, context: Context): LedgerEvent {
  const lines = named('lines', command.lines);
  const broken = postingRule(state, command, context, lines);
  if (broken !== undefined) return refuse(command, broken);
  const { kind, opening } = command;
  return {
    type: 'balance.carried-over.v1',
    data: { ...postingBasis(command, context), kind, opening, lines: inYuan(command.lines) },
  };
}

function adjust(state: State, command: AdjustBudget, context: Context): LedgerEvent {
  const basis = postingBasis(command, context);
  if (command.kind === 'transfer') {
    const from = named('from', command.from);
    const to = named('to', command.to);
    const broken =
      postingRule(state, command, context, [...from, ...to]) ??
      transferUnbalanced(from, to) ??
      transferCrossesCategory(from, to) ??
      lineBelowZero(state, command.fiscalYear, from);
    if (broken !== undefined) return refuse(command, broken);
    const moved = { from: inYuan(command.from), to: inYuan(command.to) };
    return { type: 'budget.adjusted.v1', data: { ...basis, kind: command.kind, ...moved } };
  }
  const lines = named('lines', command.lines);
  const broken =
    postingRule(state, command, context, lines) ??
    (command.kind === 'cut' ? lineBelowZero(state, command.fiscalYear, lines) : undefined);
  if (broken !== undefined) return refuse(command, broken);
  return { type: 'budget.adjusted.v1', data: { ...basis, kind: command.kind, lines: inYuan(command.lines) } };
}

function setPerformanceTargets(state: State, command: SetPerformanceTargets): LedgerEvent {
  const place = [{ unit: command.unit, field: 'unit' }];
  const broken =
    unitOutsideDepartment(command.department, place) ??
    unitNotRegistered(state, place) ??
    effectiveDateOutsideFiscalYear(command.fiscalYear, command.effectiveDate);
  if (broken !== undefined) return refuse(command, broken);
  const { fiscalYear, unit, project, declaredFunds, tasks, goals, indicators } = command;
  return {
    type: 'performance-targets.set.v1',
    data: {
      ...basisOf(command),
      fiscalYear,
      unit,
      ...(project === undefined ? {} : { project }),
      declaredFunds,
      tasks,
      goals,
      indicators,
    },
  };
}

/** What every posting must respect before its own rules are asked. */
function postingRule(
  state: State,
  command: { department: string; fiscalYear: number; effectiveDate: string },
  { chart }: Context,
  lines: readonly NamedLine[],
): Refusal | undefined {
  return (
    unitOutsideDepartment(command.department, unitPlaces(lines)) ??
    unitNotRegistered(state, unitPlaces(lines)) ??
    effectiveDateOutsideFiscalYear(command.fiscalYear, command.effectiveDate) ??
    unknownCode(chart, command.fiscalYear, lines) ??
    originYearNotEarlier(command.fiscalYear, lines)
  );
}

function refuse(command: Command, broken: Refusal): LedgerEvent {
  const { commandId: _id, expectedRevision: _revision, ...rest } = command;
  return { type: 'command.refused.v1', data: { refusal: broken, command: rest } };
}

function basisOf({ documentNumber, effectiveDate, reason, attachmentSha256 }: Command): EventBasis {
  return {
    documentNumber,
    effectiveDate,
    ...(reason === undefined ? {} : { reason }),
    ...(attachmentSha256 === undefined ? {} : { attachmentSha256 }),
  };
}

function postingBasis(
  command: AllocateBudget | CarryOverBalance | AdjustBudget,
  { chart }: Context,
): EventBasis & { fiscalYear: number; chartHash: string } {
  return { ...basisOf(command), fiscalYear: command.fiscalYear, chartHash: chart.hash };
}

/** Events spell amounts one way, with two places, whatever the command wrote. */
function inYuan(lines: readonly PostingLine[]): PostingLine[] {
  return lines.map((line) => ({ ...line, amountYuan: yuanOf(fenOf(line.amountYuan)) }));
}
