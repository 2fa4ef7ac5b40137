import type { RowFault } from '#wire';

import { type Column, columnName } from './facts-columns';
import { amountIn, type CellRead, codeIn } from './facts-values';

/** The cells of a row, and what is wrong with them. */
export class CellReader {
  readonly faults: RowFault[] = [];

  constructor(
    private readonly row: number,
    private readonly cells: ReadonlyMap<string, string>,
  ) {}

  fault(column: Column, message: string): void {
    const name = columnName(column);
    const found = this.cell(column);
    this.faults.push({ row: this.row, column: name, found, expected: message, message: `${name}: ${message}` });
  }

  /** As it stands: names are told apart by every character, and what is wrong with one is for the command's schema to say. */
  cell(column: Column): string {
    return this.cells.get(column) ?? '';
  }

  code(column: Column, pattern: RegExp, message: string): string {
    const code = codeIn(this.cell(column));
    if (!pattern.test(code)) this.fault(column, message);
    return code;
  }

  word(column: Column, read: (cell: string) => CellRead): string {
    const cell = this.cell(column);
    const value: CellRead = cell === '' ? { ok: false, fault: '不能为空 must not be empty' } : read(cell);
    if (value.ok) return value.value;
    this.fault(column, value.fault);
    return '';
  }

  optional<T = string>(
    column: Column,
    read: (cell: string) => CellRead,
    as?: (value: string) => T,
  ): T | string | undefined {
    if (this.cell(column) === '') return undefined;
    const value = this.word(column, read);
    return as === undefined || value === '' ? value : as(value);
  }

  /** In yuan, from whichever of the two columns has it. */
  amount(): string {
    const inWan = this.cell('amountWan');
    if (inWan === '') return this.word('amount', (cell) => amountIn(cell, 0));
    if (this.cell('amount') !== '') this.fault('amountWan', '元和万元只填一个 only one of yuan and 万元 may be given');
    return this.word('amountWan', (cell) => amountIn(cell, 4));
  }

  /** What must stand in this row and may not in others. */
  text(column: Column): string {
    const text = this.cell(column);
    if (text === '') this.fault(column, '不能为空 must not be empty');
    return text;
  }
}

/** A field that a row may leave out. */
export function optional(field: string, value: unknown): Record<string, unknown> {
  return value === '' || value === undefined ? {} : { [field]: value };
}
