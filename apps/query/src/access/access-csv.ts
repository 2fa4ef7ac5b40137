import { type CsvTable, csvOf } from '#report';
import { type AccessRecord, accessRecord } from '#wire';

const COLUMNS = Object.keys(accessRecord.shape) as (keyof AccessRecord)[];

export function accessAsCsv(records: readonly AccessRecord[]): string {
  const rows: CsvTable['rows'] = records.map((record) => COLUMNS.map((column) => record[column]));
  return csvOf({ columns: COLUMNS, rows });
}
