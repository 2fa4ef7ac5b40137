import { createHash } from 'node:crypto';

import type { InfoRecord } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

/** A mistake in a file, with the row as a spreadsheet counts it: the head is row 1. */
export interface RowError {
  row: number;
  message: string;
}

/** One command made of the rows that share division, unit, year, command and document. */
export interface FactsCommand {
  input: { commandId: string; type: string; [field: string]: unknown };
  /** The file's row of each of its lines. */
  rows: number[];
}

export interface FactsFile {
  commands: FactsCommand[];
  errors: RowError[];
}

const rowSchema = z.object({
  division: z.string().regex(/^\d{6}$/, 'must be six digits'),
  unit: z.string().regex(/^\d{6}$/, 'must be six digits'),
  fiscalYear: z.coerce.number().int().min(2000).max(2100),
  command: z.enum(['allocate', 'carry-over', 'supplement', 'cut']),
  documentNumber: z.string().min(1, 'must not be empty'),
  effectiveDate: z.string(),
  originYear: z.string(),
  source: z.string(),
  function: z.string(),
  economic: z.string(),
  category: z.string(),
  project: z.string(),
  procurement: z.string(),
  amount: z.string(),
});
type Row = z.infer<typeof rowSchema>;

/** Begins every id that is derived from rows. */
export const DERIVED_ID = 'import-';

/** What the `command` column stands for. Carry-overs of such a file are the opening ones that its document states. */
const COMMANDS = {
  allocate: { type: 'AllocateBudget' },
  'carry-over': { type: 'CarryOverBalance', kind: 'carry-forward', opening: true },
  supplement: { type: 'AdjustBudget', kind: 'supplement' },
  cut: { type: 'AdjustBudget', kind: 'cut' },
} as const;

/**
 * Reads budget facts from CSV (`division,unit,fiscalYear,command,documentNumber,effectiveDate,originYear,source,function,economic,
 * category,project,procurement,amount`, amounts in yuan) into commands. Ids are derived from what makes rows one command, so that a
 * second import changes nothing.
 */
export function readFacts(csv: Buffer | string): FactsFile {
  let records: { record: unknown; info: InfoRecord }[];
  try {
    records = parse(csv, { columns: true, bom: true, trim: true, skip_empty_lines: true, info: true });
  } catch (error) {
    const { message } = error as Error;
    return { commands: [], errors: [{ row: lineOf(error), message }] };
  }
  const errors: RowError[] = [];
  const groups = new Map<string, { row: number; fact: Row }[]>();
  records.forEach(({ record, info }) => {
    // Empty rows are skipped, but a spreadsheet counts them.
    const row = 1 + info.empty_lines + info.records;
    const parsed = rowSchema.safeParse(record);
    if (!parsed.success) {
      errors.push(
        ...parsed.error.issues.map(({ path, message }) => ({ row, message: `${path.join('.')}: ${message}` })),
      );
      return;
    }
    const { division, unit, fiscalYear, command, documentNumber } = parsed.data;
    const key = JSON.stringify([division, unit, fiscalYear, command, documentNumber]);
    groups.set(key, [...(groups.get(key) ?? []), { row, fact: parsed.data }]);
  });
  const commands = [...groups].map(([key, members]) => commandOf(key, members, errors));
  return { commands, errors };
}

function commandOf(key: string, members: { row: number; fact: Row }[], errors: RowError[]): FactsCommand {
  const first = (members[0] as { row: number; fact: Row }).fact;
  for (const { row, fact } of members) {
    if (fact.effectiveDate === first.effectiveDate) continue;
    const message = `effectiveDate: is ${fact.effectiveDate}, but the same document has ${first.effectiveDate} above`;
    errors.push({ row, message });
  }
  return {
    input: {
      commandId: `${DERIVED_ID}${createHash('sha256').update(key).digest('hex').slice(0, 32)}`,
      division: first.division,
      department: first.unit.slice(0, 3),
      documentNumber: first.documentNumber,
      effectiveDate: first.effectiveDate,
      ...COMMANDS[first.command],
      fiscalYear: first.fiscalYear,
      lines: members.map(({ fact }) => lineOfFact(fact)),
    },
    rows: members.map(({ row }) => row),
  };
}

function lineOfFact(fact: Row): Record<string, unknown> {
  return {
    unit: fact.unit,
    source: fact.source,
    function: fact.function,
    economic: fact.economic,
    category: fact.category,
    ...(fact.project === '' ? {} : { project: fact.project }),
    ...(fact.originYear === '' ? {} : { originYear: Number(fact.originYear) }),
    ...(fact.procurement === '' ? {} : { procurement: fact.procurement }),
    amountYuan: fact.amount,
  };
}

function lineOf(error: unknown): number {
  return typeof error === 'object' && error !== null && 'lines' in error ? Number(error.lines) : 1;
}
