import { explainRefusal, type RefusalFigure } from '#domain';
import { FIELD_WORDS, type RowFault } from '#wire';

import type { CommandAnswer } from './command-answer';
import { type Column, columnName, isColumn } from './facts-columns';
import type { FactsCommand } from './facts-file';

/** What is longer than this is no sentence for a terminal. */
const MOST_CHARACTERS = 500;

/** What the ledger did not take, row by row, each row with its own reason and not with those of all the others. */
export function faultsOfAnswer(command: FactsCommand, { status, body }: CommandAnswer): RowFault[] {
  const asked = problemIn(status, body);
  if (asked === undefined) return [];
  const code = String(asked['code']);
  const figures = listOf<RefusalFigure>(asked['figures']);
  const wrong = listOf<{ field: string; message: string }>(asked['errors']);
  const told = [
    ...figures.map((figure) => ({ field: figure.field, message: sentenceOfFigure(code, figure) })),
    ...wrong.map(({ field, message }) => ({ field, message: sentenceOfField(field, message) })),
  ];
  if (told.length === 0) told.push({ field: '', message: sentenceOf(code, asked) });
  // What an answer leaves out is told at the command's first row.
  const leftOut = Number(asked['figuresLeftOut'] ?? 0);
  if (leftOut > 0) told.push({ field: '', message: `另有 ${leftOut} 处未列出。 and ${leftOut} more places` });
  const faults = told.map(({ field, message }) => faultAt(command, field, `${code}: ${message}`));
  return [...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values()];
}

/** In the row, the column and the cell that a field of the command was read from. */
export function faultAt(command: FactsCommand, field: string, message: string): RowFault {
  const column = columnOfField(field);
  const found = column === undefined ? undefined : valueAt(command.input, field);
  return {
    row: rowOf(command, field),
    message,
    ...(column === undefined ? {} : { column: columnName(column) }),
    ...(typeof found === 'string' || typeof found === 'number' ? { found: String(found) } : {}),
  };
}

function valueAt(input: unknown, field: string): unknown {
  const path = field.split(/[.[\]]+/).filter((part) => part !== '');
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined,
    input,
  );
}

/** A refusal that was only tried stands inside of its answer. */
function problemIn(status: number, body: Record<string, unknown>): Record<string, unknown> | undefined {
  if (status >= 300) return body;
  return body['dryRun'] === true ? (body['problem'] as Record<string, unknown> | undefined) : undefined;
}

function sentenceOf(code: string, { detail }: Record<string, unknown>): string {
  if (code === 'command-id-reused') {
    return (
      '这一文号已经导入过，内容与现在的文件不同；已记入的不会改动，要改请用新的文号。 ' +
      'this document was imported before with other rows; what was recorded stays, and a change needs a document of its own'
    );
  }
  return String(detail).slice(0, MOST_CHARACTERS);
}

function sentenceOfFigure(code: string, figure: RefusalFigure): string {
  const { zh, en } = explainRefusal({ code, legalSource: '', figures: [{ ...figure, field: placeOf(figure.field) }] });
  return `${zh}。 ${en}`.slice(0, MOST_CHARACTERS);
}

/** The column is named once: a message that begins with what people call the field goes on without it. */
export function sentenceOfField(field: string, message: string): string {
  const place = placeOf(field);
  const name = FIELD_WORDS[lastOf(field)]?.name ?? '';
  return `${place}: ${place !== field && message.startsWith(name) ? message.slice(name.length) : message}`;
}

/** `lines[3].unit` is the column of the unit; the row says which line it is. */
function placeOf(field: string): string {
  const last = lastOf(field);
  if (last === '') return '本行 this row';
  const column = columnOfField(field);
  return column === undefined ? field : columnName(column);
}

function columnOfField(field: string): Column | undefined {
  if (/^tasks\[\d+\]\.name$/.test(field)) return 'taskName';
  const last = lastOf(field);
  const column = COLUMN_OF_FIELD.get(last) ?? last;
  return isColumn(column) ? column : undefined;
}

function lastOf(field: string): string {
  return field.replace(/^.*[.\]]/, '');
}

const COLUMN_OF_FIELD = new Map([
  ['amountYuan', 'amount'],
  ['limitYuan', 'amount'],
  ['toDepartment', 'otherDepartment'],
]);

/** `lines[3].economic` stands in the row of the fourth line. */
function rowOf({ rows, places }: FactsCommand, field: string): number {
  const [, side, index] = /^(lines|from|to|tasks|goals|indicators)\[(\d+)\]/.exec(field) ?? [];
  const row = side === undefined ? undefined : places[side as 'lines']?.[Number(index)];
  return row ?? rows[0] ?? 1;
}

function listOf<T>(value: unknown): T[] {
  return Array.isArray(value) ? (value as T[]) : [];
}
