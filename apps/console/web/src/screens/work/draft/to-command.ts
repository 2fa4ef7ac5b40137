import type { Both, Field, Form, List } from '../forms/form';
import { type Draft, isEmptyRow, rowsOf, type Typed } from './draft';
import { readField } from './read-field';

/** What is wrong with a field: `documentNumber`, or `lines[2].amountYuan` counted by the rows of the form. */
interface Fault {
  field: string;
  message: Both;
}

export interface Target {
  division: string;
  department: string;
  year: string;
}

export interface Made {
  /** Without its id; absent where anything is wrong. */
  command?: Record<string, unknown>;
  faults: Fault[];
  /** Which row of the form each item of a list of the command is: rows that are empty are none. */
  rows: Record<string, number[]>;
}

const DOCUMENT: readonly Field[] = [
  { name: 'documentNumber', label: { zh: '文号', en: 'Document number' }, kind: 'text', isNeeded: true },
  { name: 'effectiveDate', label: { zh: '生效日期', en: 'Effective date' }, kind: 'date', isNeeded: true },
  { name: 'reason', label: { zh: '理由', en: 'Reason' }, kind: 'paragraph' },
];

/** What every command is asked for, and then what this one is. */
export function fieldsOf(form: Form): readonly Field[] {
  const needsReason = form.name === 'reopen-year';
  const document = DOCUMENT.map((field) => (field.name === 'reason' ? { ...field, isNeeded: needsReason } : field));
  return [...document, ...form.fields, confirmation(form)].filter((field) => field !== undefined);
}

function confirmation(form: Form): Field | undefined {
  if (!form.hasYear) return undefined;
  const label = { zh: '年度远在今后，确认无误', en: 'The year lies far ahead, and it is meant' };
  const when = ({ year = '' }: Typed): boolean => Number(year) > new Date().getFullYear() + 2;
  return { name: 'confirmFiscalYear', label, kind: 'flag', when };
}

/** The command that a form says, or everything that keeps it from being one. */
export function toCommand(form: Form, draft: Draft, target: Target): Made {
  const faults: Fault[] = [];
  const rows: Made['rows'] = {};
  const command: Record<string, unknown> = { type: form.type, ...placed(form, target, faults), ...form.fixed };
  const values = { ...draft.values, year: target.year };
  for (const field of fieldsOf(form)) take(command, field, values, '', faults);
  for (const list of form.lists) {
    if (list.when?.(values) === false) continue;
    const items = itemsOf(list, draft, faults, rows);
    if (items.length > 0) command[list.name] = items;
    else if (list.mayBeEmpty !== true)
      faults.push({ field: list.name, message: { zh: '至少要有一行', en: 'at least one row is needed' } });
  }
  if (faults.length > 0) return { faults, rows };
  return { command: form.shape?.(command) ?? command, faults, rows };
}

function placed({ hasYear }: Form, { division, department, year }: Target, faults: Fault[]): Record<string, unknown> {
  if (!/^\d{6}$/.test(division))
    faults.push({ field: 'division', message: { zh: '应为六位数字', en: 'must be six digits' } });
  if (!/^\d{3}$/.test(department))
    faults.push({ field: 'department', message: { zh: '应为三位数字', en: 'must be three digits' } });
  if (!hasYear) return { division, department };
  if (!/^20\d\d$|^2100$/.test(year))
    faults.push({ field: 'fiscalYear', message: { zh: '应为年度，如 2024', en: 'must be a year such as 2024' } });
  return { division, department, fiscalYear: Number(year) };
}

function itemsOf(list: List, draft: Draft, faults: Fault[], rows: Made['rows']): Record<string, unknown>[] {
  const items: Record<string, unknown>[] = [];
  const places: number[] = [];
  for (const [index, row] of rowsOf(draft, list.name).entries()) {
    if (isEmptyRow(row)) continue;
    const item: Record<string, unknown> = {};
    for (const field of list.fields) take(item, field, row, `${list.name}[${index}].`, faults);
    items.push(item);
    places.push(index);
  }
  rows[list.name] = places;
  return items;
}

function take(into: Record<string, unknown>, field: Field, typed: Typed, before: string, faults: Fault[]): void {
  if (field.when?.(typed) === false) return;
  const read = readField(field, typed[field.name] ?? '');
  if (read === undefined) return;
  if ('fault' in read) faults.push({ field: before + field.name, message: read.fault });
  else put(into, field.name, read.value);
}

function put(into: Record<string, unknown>, path: string, value: unknown): void {
  const [first = '', ...rest] = path.split('.');
  if (rest.length === 0) into[first] = value;
  else put((into[first] ??= {}) as Record<string, unknown>, rest.join('.'), value);
}

/** What the services say of `lines[1].amountYuan` belongs to the row of the form that their second line came from. */
export function atRow(field: string, rows: Made['rows']): string {
  return field.replace(/^([a-zA-Z]+)\[(\d+)\]/, (whole, list: string, index: string) => {
    const row = rows[list]?.[Number(index)];
    return row === undefined ? whole : `${list}[${row}]`;
  });
}
