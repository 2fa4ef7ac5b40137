import type { Field } from '../forms/form';
import type { Typed } from './draft';

/** The cells of what a spreadsheet puts on the clipboard: tabs between cells, and quotes around those that have a line break. */
export function cellsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/gy;
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text);
    if (found === null) break;
    const [, quoted, plain = '', end] = found;
    row.push((quoted?.replaceAll('""', '"') ?? plain).trim());
    if (end === '\t') {
      if (cell.lastIndex === text.length) row.push('');
      continue;
    }
    rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push(row);
  return rows.filter((cells) => cells.some((each) => each !== ''));
}

/** Whether it is more than what belongs into one field. */
export function isTable(text: string): boolean {
  return /\t|[\r\n]+\S/.test(text);
}

/** Puts cells into rows from a cell on, as a spreadsheet would; names of choices become their values. */
export function pasted(
  rows: readonly Typed[],
  fields: readonly Field[],
  at: { row: number; field: string },
  cells: readonly string[][],
): Typed[] {
  const first = fields.findIndex(({ name }) => name === at.field);
  const filled = rows.map((row) => ({ ...row }));
  for (const [down, texts] of cells.entries()) {
    const row = (filled[at.row + down] ??= {});
    for (const [right, text] of texts.entries()) {
      const field = fields[first + right];
      if (field !== undefined) row[field.name] = valueOf(field, text);
    }
  }
  return filled;
}

/** `126001 上饶市妇女联合会` is its code; 一般公共预算拨款 is 一般公共预算, since a longer name of a choice begins with it. */
function valueOf({ kind, options }: Field, text: string): string {
  const plain = text.normalize('NFKC').trim();
  if (kind === 'choice') {
    const exact = options?.find(({ value, label }) => [value, label.zh, label.en].includes(plain));
    const alike = plain.length < 2 ? [] : (options ?? []).filter(({ label }) => isAlike(label.zh, plain));
    return exact?.value ?? (alike.length === 1 ? alike[0]?.value : undefined) ?? plain;
  }
  if (/^(unit|unit-or-pool|unit-free|pool|department|function|economic)$/.test(kind))
    return /^'?(\d+)(?:\D.*)?$/s.exec(plain)?.[1] ?? plain;
  return text.trim();
}

/** One name begins with the other; where that is true of two choices, none is taken. */
function isAlike(name: string, text: string): boolean {
  return text.startsWith(name) || name.startsWith(text);
}
