import type { TransferToDepartment } from './commands';
import type { ReceiveTransfer, ReturnTransfer, SettleTransfer } from './transit-commands';
import {
  basisOf,
  type Context,
  fieldsOf,
  inYuan,
  postingBasis,
  postingRule,
  refuse,
  unlessShort,
} from './decide-basis';
import type {
  CommandRefused,
  DepartmentTransferReceived,
  DepartmentTransferReturned,
  DepartmentTransferSent,
  DepartmentTransferSettled,
} from './events';
import { type Refusal, refusal } from './refusal';
import { named, originYearNotEarlier, unitOutsideDepartment, unitPlaces, unknownCode } from './rules';
import { spelledOtherwise } from './spelled-otherwise';
import { revisionOf, type State } from './state';
import { transferRule } from './transfer-rules';
import { eventIdOf, streamOf } from './stream';

/**
 * A transfer between departments is two events in two streams and a third that ends it: it leaves here, arrives there or is refused
 * there, and is then settled or returned here. Whether the other department takes it is for its own stream to decide.
 */
export function sendTransfer(
  state: State,
  command: TransferToDepartment,
  context: Context,
): DepartmentTransferSent | CommandRefused {
  const { department, toDepartment, fiscalYear } = command;
  const from = named('from', command.from);
  const to = named('to', command.to);
  const broken =
    withinDepartment(department, toDepartment) ??
    spelledOtherwise(state, command) ??
    postingRule(state, command, context, from) ??
    unitOutsideDepartment(toDepartment, unitPlaces(to)) ??
    unknownCode(context.chart, fiscalYear, to) ??
    originYearNotEarlier(fiscalYear, to) ??
    transferRule(from, to);
  if (broken !== undefined) return refuse(command, broken);
  const transitId = eventIdOf({ stream: streamOf(command), revision: revisionOf(state) + 1 });
  const moved = { from: inYuan(command.from), to: inYuan(command.to) };
  const data = { ...postingBasis(command, context), transitId, toDepartment, ...moved };
  return unlessShort(state, command, { type: 'department-transfer.sent.v1', data }, fieldsOf(from));
}

export function receiveTransfer(
  state: State,
  command: ReceiveTransfer,
  context: Context,
): DepartmentTransferReceived | CommandRefused {
  const { transitId, fromDepartment } = command;
  const lines = named('lines', command.lines);
  const broken = spelledOtherwise(state, command) ?? postingRule(state, command, context, lines);
  if (broken !== undefined) return refuse(command, broken);
  const data = { ...postingBasis(command, context), transitId, fromDepartment, lines: inYuan(command.lines) };
  return unlessShort(state, command, { type: 'department-transfer.received.v1', data }, fieldsOf(lines));
}

export function settleTransfer(state: State, command: SettleTransfer): DepartmentTransferSettled | CommandRefused {
  const { fiscalYear, transitId, receivedEventId } = command;
  if (!state.transits.has(transitId)) return refuse(command, notOpen(transitId));
  const data = { ...basisOf(command), fiscalYear, transitId, receivedEventId };
  return { type: 'department-transfer.settled.v1', data };
}

/** Closed years and ceilings do not stand in the way of money that comes back, from the day on which it left. */
export function returnTransfer(state: State, command: ReturnTransfer): DepartmentTransferReturned | CommandRefused {
  const { transitId, refusedEventId, refusalCode } = command;
  const sent = state.transits.get(transitId);
  if (sent === undefined) return refuse(command, notOpen(transitId));
  const { fiscalYear, effectiveDate, from: lines } = sent;
  const data = { ...basisOf(command), effectiveDate, fiscalYear, transitId, refusedEventId, refusalCode, lines };
  return { type: 'department-transfer.returned.v1', data };
}

function withinDepartment(department: string, toDepartment: string): Refusal | undefined {
  if (department !== toDepartment) return undefined;
  return refusal('transfer-within-department', [{ field: 'toDepartment', value: toDepartment }]);
}

function notOpen(transitId: string): Refusal {
  return refusal('transit-not-open', [{ field: 'transitId', value: transitId }]);
}
