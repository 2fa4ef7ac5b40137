import type { Command } from '#domain';

type CommandKind = Command['type'];

/** A kind that is missing here, or is none any more, does not compile. */
const EVERY_KIND: Readonly<Record<CommandKind, true>> = {
  RegisterUnit: true,
  AllocateBudget: true,
  HandDownBudget: true,
  CarryOverBalance: true,
  AdjustBudget: true,
  TransferToDepartment: true,
  FreezeFunds: true,
  ReleaseFunds: true,
  RecordPayment: true,
  RecordRefund: true,
  ReclaimBalance: true,
  SetCeiling: true,
  SetPerformanceTargets: true,
  SetPublicationText: true,
  ReverseEvent: true,
  CloseYear: true,
  ReopenYear: true,
  CombineCommands: true,
};
export const COMMAND_KINDS = Object.keys(EVERY_KIND) as CommandKind[];
