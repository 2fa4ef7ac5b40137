import type {
  CombinableCommand,
  CombineCommands,
  Command,
  RegisterUnit,
  SetCeiling,
  SetPerformanceTargets,
  SetPublicationText,
} from './commands';
import type { TransitCommand } from './transit-commands';
import { allocate, adjust, carryOver, handDown } from './decide-budget';
import { type Context, basisOf, refuse } from './decide-basis';
import { freeze, pay, reclaim, refund, release } from './decide-execution';
import { reverse } from './decide-reversal';
import { receiveTransfer, returnTransfer, sendTransfer, settleTransfer } from './decide-transit';
import { closeYear, reopenYear } from './decide-year';
import type { CombinableEvent, CommandRefused, LedgerEvent } from './events';
import { withTwoPlaces } from './money';
import type { Refusal } from './refusal';
import {
  effectiveDateOutsideFiscalYear,
  type NamedYear,
  unitNotRegistered,
  unitOutsideDepartment,
  yearClosed,
  yearFarAhead,
} from './rules';
import { documentSpelledOtherwise, spelledOtherwise, unitSpelledOtherwise } from './spelled-otherwise';
import { applied } from './evolve';
import type { State } from './state';

/**
 * Decides one well-formed, permitted command. Total and pure: no clock, no I/O, no randomness, and always exactly one event, which
 * is the refusal where a rule forbids the command.
 */
export function decide(state: State, command: Command | TransitCommand, context: Context): LedgerEvent {
  const broken = yearFarAhead(context.today, yearsToConfirm(command)) ?? documentRule(state, command);
  return broken === undefined ? decided(state, command, context) : refuse(command, broken);
}

/** What is on its way from another department was confirmed by whoever sent it. */
function yearsToConfirm(command: Command | TransitCommand): NamedYear[] {
  if ('transitId' in command || command.confirmFiscalYear === true) return [];
  const ofParts = command.type === 'CombineCommands' ? command.commands : [];
  const parts = ofParts.map((part, index) => ({ part, field: `commands[${index}].fiscalYear` }));
  return [
    { field: 'effectiveDate', year: Number(command.effectiveDate.slice(0, 4)) },
    ...('fiscalYear' in command ? [{ field: 'fiscalYear', year: command.fiscalYear }] : []),
    ...parts.flatMap(({ part, field }) => ('fiscalYear' in part ? [{ field, year: part.fiscalYear }] : [])),
  ];
}

function decided(state: State, command: Command | TransitCommand, context: Context): LedgerEvent {
  switch (command.type) {
    case 'TransferToDepartment':
      return sendTransfer(state, command, context);
    case 'ReceiveTransfer':
      return receiveTransfer(state, command, context);
    case 'SettleTransfer':
      return settleTransfer(state, command);
    case 'ReturnTransfer':
      return returnTransfer(state, command);
    case 'ReverseEvent':
      return reverse(state, command);
    case 'CloseYear':
      return closeYear(state, command);
    case 'ReopenYear':
      return reopenYear(state, command);
    case 'CombineCommands':
      return combine(state, command, context);
    case 'RegisterUnit':
    case 'AllocateBudget':
    case 'HandDownBudget':
    case 'CarryOverBalance':
    case 'AdjustBudget':
    case 'FreezeFunds':
    case 'ReleaseFunds':
    case 'RecordPayment':
    case 'RecordRefund':
    case 'ReclaimBalance':
    case 'SetCeiling':
    case 'SetPerformanceTargets':
    case 'SetPublicationText':
      return decideCombinable(state, command, context);
  }
}

/** What ends a transfer between departments repeats its document, and must not be held up by anything. */
function documentRule(state: State, command: Command | TransitCommand): Refusal | undefined {
  const ends = command.type === 'SettleTransfer' || command.type === 'ReturnTransfer';
  return ends ? undefined : documentSpelledOtherwise(state, command);
}

function decideCombinable(
  state: State,
  command: CombinableCommand,
  context: Context,
): CombinableEvent | CommandRefused {
  const broken = spelledOtherwise(state, command);
  if (broken !== undefined) return refuse(command, broken);
  switch (command.type) {
    case 'RegisterUnit':
      return registerUnit(state, command);
    case 'AllocateBudget':
      return allocate(state, command, context);
    case 'HandDownBudget':
      return handDown(state, command, context);
    case 'CarryOverBalance':
      return carryOver(state, command, context);
    case 'AdjustBudget':
      return adjust(state, command, context);
    case 'FreezeFunds':
      return freeze(state, command, context);
    case 'ReleaseFunds':
      return release(state, command, context);
    case 'RecordPayment':
      return pay(state, command, context);
    case 'RecordRefund':
      return refund(state, command, context);
    case 'ReclaimBalance':
      return reclaim(state, command, context);
    case 'SetCeiling':
      return setCeiling(state, command);
    case 'SetPerformanceTargets':
      return setPerformanceTargets(state, command);
    case 'SetPublicationText':
      return setPublicationText(state, command);
  }
}

/** Each part is decided against what those before it leave; the first refusal refuses the whole. */
function combine(state: State, command: CombineCommands, context: Context): LedgerEvent {
  const { commands, type: _type, ...basis } = command;
  const events: CombinableEvent[] = [];
  let reached = state;
  for (const [index, part] of commands.entries()) {
    const event = decideCombinable(reached, { ...basis, ...part }, context);
    if (event.type === 'command.refused.v1') {
      const { refusal } = event.data;
      const figures = refusal.figures.map((figure) => ({ ...figure, field: `commands[${index}].${figure.field}` }));
      return refuse(command, { ...refusal, figures });
    }
    events.push(event);
    reached = applied(reached, event);
  }
  return { type: 'commands.combined.v1', data: { ...basisOf(command), events } };
}

function registerUnit(state: State, command: RegisterUnit): CombinableEvent | CommandRefused {
  const broken =
    unitOutsideDepartment(command.department, [{ unit: command.unit, field: 'unit' }]) ??
    (command.newSpelling === true ? undefined : unitSpelledOtherwise(state, command));
  if (broken !== undefined) return refuse(command, broken);
  const { unit, name, departmentName, staffing } = command;
  return {
    type: 'unit.registered.v1',
    data: { ...basisOf(command), unit, name, departmentName, ...(staffing === undefined ? {} : { staffing }) },
  };
}

function setCeiling(state: State, command: SetCeiling): CombinableEvent | CommandRefused {
  const { fiscalYear, scope, limitYuan } = command;
  const place = scope.unit === undefined ? [] : [{ unit: scope.unit, field: 'scope.unit' }];
  const broken =
    unitOutsideDepartment(command.department, place) ??
    unitNotRegistered(state, place) ??
    effectiveDateOutsideFiscalYear(fiscalYear, command.effectiveDate) ??
    yearClosed(state, [fiscalYear]);
  if (broken !== undefined) return refuse(command, broken);
  const limit = limitYuan === null ? null : withTwoPlaces(limitYuan);
  return { type: 'ceiling.set.v1', data: { ...basisOf(command), fiscalYear, scope, limitYuan: limit } };
}

function setPerformanceTargets(state: State, command: SetPerformanceTargets): CombinableEvent | CommandRefused {
  const broken = unitYearRule(state, command);
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

function setPublicationText(state: State, command: SetPublicationText): CombinableEvent | CommandRefused {
  const broken = unitYearRule(state, command);
  if (broken !== undefined) return refuse(command, broken);
  const { fiscalYear, unit, sections } = command;
  return { type: 'publication-text.set.v1', data: { ...basisOf(command), fiscalYear, unit, sections } };
}

/** What is said of a unit's year must name a unit of the department and a day of that year. */
function unitYearRule(state: State, command: SetPerformanceTargets | SetPublicationText): Refusal | undefined {
  const place = [{ unit: command.unit, field: 'unit' }];
  return (
    unitOutsideDepartment(command.department, place) ??
    unitNotRegistered(state, place) ??
    effectiveDateOutsideFiscalYear(command.fiscalYear, command.effectiveDate) ??
    yearClosed(state, [command.fiscalYear])
  );
}
