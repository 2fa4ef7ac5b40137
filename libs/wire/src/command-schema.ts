import type { Command } from '#domain';
import { z } from 'zod';

import {
  anyLine,
  carriedLine,
  commandId,
  date,
  department,
  division,
  documentNumber,
  fiscalYear,
  freshLine,
  name,
  paragraph,
  performanceTargets,
  sha256,
  staffing,
  unitCode,
} from './fields';

/** The most lines that one command may hold; more is answered 400 with this figure. */
export const MAX_LINES = 5_000;

const basis = {
  commandId,
  division,
  department,
  documentNumber,
  effectiveDate: date,
  reason: paragraph.optional(),
  attachmentSha256: sha256.optional(),
  expectedRevision: z
    .int()
    .min(0)
    .optional()
    .meta({ description: 'Answered 412 without a record when the stream stands elsewhere.' }),
};

const lines = <T extends z.ZodType>(line: T): z.ZodArray<T> => z.array(line).min(1).max(MAX_LINES);

const registerUnit = z
  .strictObject({
    type: z.literal('RegisterUnit'),
    ...basis,
    unit: unitCode,
    name,
    departmentName: name,
    staffing: staffing.optional(),
  })
  .meta({ title: 'RegisterUnit', description: '登记单位，或更新其名称与编制' });

const allocateBudget = z
  .strictObject({ type: z.literal('AllocateBudget'), ...basis, fiscalYear, lines: lines(freshLine) })
  .meta({ title: 'AllocateBudget', description: '年初批复，下达' });

const carryOverBalance = z
  .strictObject({
    type: z.literal('CarryOverBalance'),
    ...basis,
    fiscalYear,
    kind: z.enum(['carry-forward', 'surplus']).meta({ description: '结转 or 结余' }),
    opening: z.literal(true).meta({ description: 'The opening balance that the document states.' }),
    lines: lines(carriedLine),
  })
  .meta({ title: 'CarryOverBalance', description: '上年结转（结余）' });

const adjustBasis = { type: z.literal('AdjustBudget'), ...basis, fiscalYear };
const adjustBudget = z
  .discriminatedUnion('kind', [
    z.strictObject({ ...adjustBasis, kind: z.literal('supplement'), lines: lines(freshLine) }).meta({ title: '追加' }),
    z.strictObject({ ...adjustBasis, kind: z.literal('cut'), lines: lines(anyLine) }).meta({ title: '追减' }),
    z
      .strictObject({ ...adjustBasis, kind: z.literal('transfer'), from: lines(anyLine), to: lines(anyLine) })
      .meta({ title: '调剂' }),
  ])
  .meta({ title: 'AdjustBudget', description: '追加、追减、调剂' });

const setPerformanceTargets = z
  .strictObject({
    type: z.literal('SetPerformanceTargets'),
    ...basis,
    fiscalYear,
    unit: unitCode,
    project: name.optional(),
    ...performanceTargets,
  })
  .meta({ title: 'SetPerformanceTargets', description: '绩效目标（表十；有项目时为表十一）' });

/** One schema for HTTP, Kafka and OpenAPI. */
export const commandSchema = z
  .discriminatedUnion('type', [registerUnit, allocateBudget, carryOverBalance, adjustBudget, setPerformanceTargets])
  .meta({ title: 'Command' });

/** A place in the input that does not fit, with what was expected there. */
export interface FieldError {
  field: string;
  message: string;
}

export type ParsedCommand = { ok: true; command: Command } | { ok: false; errors: FieldError[] };

/** Reads a command from untrusted JSON. At most twenty errors are named, so that an answer stays readable. */
export function parseCommand(input: unknown): ParsedCommand {
  const parsed = commandSchema.safeParse(input);
  if (parsed.success) {
    const command: Command = parsed.data;
    return { ok: true, command };
  }
  const errors = parsed.error.issues.slice(0, 20).map((issue) => ({
    field: fieldOf(issue),
    message: issue.message,
  }));
  return { ok: false, errors };
}

/** `lines[2].amountYuan`; an unknown field is named itself and not the object that holds it. */
function fieldOf(issue: z.core.$ZodIssue): string {
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
  return path.reduce<string>((field, part) => {
    if (typeof part === 'number') return `${field}[${part}]`;
    return field === '' ? String(part) : `${field}.${String(part)}`;
  }, '');
}
