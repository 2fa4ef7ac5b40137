import { csvOf } from './csv';
import type { StatutoryTable } from './statutory-table';

/** The flat columns and then the rows; title, unit and notes are no part of a table that machines read. */
export function tableAsCsv({ columns, rows }: StatutoryTable, version?: string): string {
  return csvOf({ columns, rows }, version);
}
