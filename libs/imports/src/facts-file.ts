import { createHash } from 'node:crypto';

import type { Steps } from '#basics';
import { departmentOf } from '#domain';
import { type CsvRow, readingTable, type RowFault, type SheetRow } from '#wire';

import type { Fact, Side } from './fact';
import { type Column, columnName } from './facts-columns';
import { type FactKind, neededColumns } from './facts-kinds';
import { factOf } from './facts-row';
import { headIn } from './head';

/** One command made of the rows that share division, unit, year, command and document. */
export interface FactsCommand {
  input: { commandId: string; type: string; [field: string]: unknown };
  /** The file's rows that it is made of. */
  rows: number[];
  /** The file's row of each line of each side. */
  places: Partial<Record<Side, number[]>>;
  /** What makes it doubtful, though it can be read: it is posted where it was recorded before, or where somebody confirms it. */
  doubts: RowFault[];
}

export interface FactsFile {
  commands: FactsCommand[];
  errors: RowFault[];
  /** What was done besides what the file says literally, each told once. */
  notes: string[];
}

/** Begins every id that is derived from rows. */
export const DERIVED_ID = 'import-';

/** What the `command` column stands for. Carry-overs of such a file are the opening ones that its document states. */
const COMMANDS: Readonly<Record<FactKind, { type: string; [field: string]: unknown }>> = {
  allocate: { type: 'AllocateBudget' },
  'carry-over': { type: 'CarryOverBalance', kind: 'carry-forward', opening: true },
  supplement: { type: 'AdjustBudget', kind: 'supplement' },
  cut: { type: 'AdjustBudget', kind: 'cut' },
  'hand-down': { type: 'HandDownBudget' },
  transfer: { type: 'AdjustBudget', kind: 'transfer' },
  freeze: { type: 'FreezeFunds' },
  pay: { type: 'RecordPayment' },
  refund: { type: 'RecordRefund' },
  reclaim: { type: 'ReclaimBalance' },
  register: { type: 'RegisterUnit' },
  'department-transfer': { type: 'TransferToDepartment' },
  release: { type: 'ReleaseFunds' },
  ceiling: { type: 'SetCeiling' },
  targets: { type: 'SetPerformanceTargets', tasks: [], goals: [], indicators: [] },
};

/** What states an approved table or an opening balance may state a zero; everywhere else a zero moves nothing. */
const STATES_ZERO = new Set<FactKind>(['allocate', 'carry-over']);

/**
 * Reads the rows of a sheet into commands; docs/import.md describes the columns. Ids are derived from what makes rows one command, so that a
 * second import changes nothing.
 */
export function* readingFacts(sheet: readonly SheetRow[]): Steps<FactsFile> {
  const { table, nameOf, faults: ofHead } = headIn(sheet);
  if (ofHead.length > 0) return { commands: [], errors: ofHead, notes: [] };
  const { columns, rows, faults } = yield* readingTable(table, nameOf);
  if (columns.length === 0) return { commands: [], errors: faults, notes: [] };
  const missing = missingColumns(columns, rows);
  if (missing.length > 0) {
    const message = `缺少列：${missing.map(columnName).join('、')}。 the head lacks ${missing.join(', ')}`;
    return { commands: [], errors: [{ row: table[0]?.row ?? 1, message }], notes: [] };
  }
  const errors = [...faults];
  const groups = new Map<string, Fact[]>();
  let skipped = 0;
  for (const row of rows) {
    const { fact, faults: wrong } = factOf(row);
    for (const fault of wrong) errors.push(fault);
    if (fact?.isZero === true && !STATES_ZERO.has(fact.kind)) skipped += 1;
    else if (fact !== undefined) addTo(groups, fact);
    yield;
  }
  const commands: FactsCommand[] = [];
  for (const [key, members] of groups) {
    commands.push(commandOf(key, members, errors));
    yield;
  }
  return { commands, errors, notes: notesOf(skipped, rows.length, errors) };
}

function addTo(groups: Map<string, Fact[]>, fact: Fact): void {
  const members = groups.get(fact.key);
  if (members === undefined) groups.set(fact.key, [fact]);
  else members.push(fact);
}

function notesOf(skipped: number, rows: number, errors: readonly RowFault[]): string[] {
  if (rows === 0 && errors.length === 0) return ['文件只有表头，没有数据行。 The file has a head and no rows.'];
  if (skipped === 0) return [];
  return [`跳过 ${skipped} 行金额为 0 的行。 ${skipped} rows of 0.00 were passed over: they move nothing.`];
}

/** Told once for the file: every row would lack the same. */
function missingColumns(columns: readonly string[], rows: readonly CsvRow[]): Column[] {
  const named = new Set(rows.map(({ cells }) => cells.get('command') ?? ''));
  const needed = new Set([...named].flatMap((command) => neededColumns(command)));
  for (const column of neededColumns('')) needed.add(column);
  const has = (column: Column): boolean =>
    columns.includes(column) || (column === 'amount' && columns.includes('amountWan'));
  return [...needed].filter((column) => !has(column));
}

function commandOf(key: string, members: readonly Fact[], errors: RowFault[]): FactsCommand {
  const first = members[0] as Fact;
  for (const { row, effectiveDate } of members) {
    if (effectiveDate === first.effectiveDate) continue;
    const message =
      `${columnName('effectiveDate')} 为 ${effectiveDate}，同一文号上文为 ${first.effectiveDate}。 ` +
      `is ${effectiveDate}, but the same document has ${first.effectiveDate} above`;
    errors.push({ row, message, column: columnName('effectiveDate'), found: effectiveDate });
  }
  const places: FactsCommand['places'] = {};
  const lines: Partial<Record<Side, unknown[]>> = {};
  for (const { row, side, line } of members) {
    if (side === undefined) continue;
    (places[side] ??= []).push(row);
    (lines[side] ??= []).push(line);
  }
  for (const contradiction of contradictions(members)) errors.push(contradiction);
  const { declaredFunds, ...lists } = lines;
  return {
    input: {
      commandId: `${DERIVED_ID}${createHash('sha256').update(key).digest('hex').slice(0, 32)}`,
      division: first.division,
      department: departmentOf(first.unit),
      documentNumber: first.documentNumber,
      effectiveDate: first.effectiveDate,
      ...COMMANDS[first.kind],
      ...first.own,
      ...lists,
      ...(declaredFunds === undefined ? {} : { declaredFunds: Object.assign({}, ...declaredFunds) as object }),
    },
    rows: members.map(({ row }) => row),
    places,
    doubts: repeatedRows(members),
  };
}

/** Of two rows that say one thing in two ways neither counts: which one is meant only people know. */
function contradictions(members: readonly Fact[]): RowFault[] {
  const said = new Map<string, { row: number; told: string }>();
  return members.flatMap(({ row, side, line, own }) => {
    if (side !== undefined && side !== 'declaredFunds') return [];
    const what = side === undefined ? '' : Object.keys(line as object).join();
    const told = JSON.stringify([line, own]);
    const before = said.get(what);
    said.set(what, before ?? { row, told });
    if (before === undefined || before.told === told) return [];
    const message =
      `与第 ${before.row} 行是同一文号的同一事项，内容却不同，只能留一行。 ` +
      `says otherwise what row ${before.row} of the same document says; only one of them can count`;
    return [{ row, message }];
  });
}

/** Two rows that say the same in one document are either one that came twice or a sum in two parts; only people know. */
function repeatedRows(members: readonly Fact[]): RowFault[] {
  const seen = new Map<string, number>();
  return members.flatMap(({ row, side, line, own }) => {
    const told = JSON.stringify([side, line, own]);
    const before = seen.get(told);
    if (before === undefined) {
      seen.set(told, row);
      return [];
    }
    const message =
      `与第 ${before} 行完全相同；确为两笔的，请注明“相同的行都算”（--repeated-rows）。 ` +
      `says the same as row ${before}; where both are meant, say so (--repeated-rows)`;
    return [{ row, message }];
  });
}
