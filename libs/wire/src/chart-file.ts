import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Chart, CHART_KINDS, chartOf, type ChartRow } from '#domain';
import type { InfoRecord } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

/** The lists that ship with the ledger; files named by CHARTS come after them and replace or add rows. */
const SHIPPED = ['2023.csv', 'divisions.csv'].map((name) => join(__dirname, '..', 'charts', name));

/** A chart file that cannot be used; the message names file, row and what is wrong. */
export class ChartFileError extends Error {
  override readonly name = 'ChartFileError';
}

interface WithPlace {
  record: unknown;
  info: InfoRecord;
}

const rowSchema = z.strictObject({
  kind: z.enum(CHART_KINDS),
  year: z.coerce.number().int().min(2000).max(2100),
  code: z.string().regex(/^\d{3,7}$/, 'must be 3 to 7 digits'),
  name: z.string().min(1).max(200),
});

/**
 * Loads the shipped lists and further CSV files (`kind,year,code,name`, UTF-8). A list of a later year replaces the earlier one as a
 * whole from that year on; rows for a year that is there already are merged into it. Throws ChartFileError.
 */
export function loadChart(files: readonly string[]): Chart {
  const rows = [...SHIPPED, ...files].flatMap(readRows);
  const hash = createHash('sha256');
  for (const { kind, year, code, name } of rows) hash.update(`${kind},${year},${code},${name}\n`);
  return chartOf(rows, hash.digest('hex'));
}

function readRows(file: string): ChartRow[] {
  let records: WithPlace[];
  try {
    records = parse(readFileSync(file), {
      columns: true,
      bom: true,
      trim: true,
      skip_empty_lines: true,
      info: true,
    });
  } catch (error) {
    throw new ChartFileError(`Chart file ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return records.map(({ record, info }) => {
    const parsed = rowSchema.safeParse(record);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    // As a spreadsheet counts: the head is row 1, and empty rows are rows.
    const row = 1 + info.empty_lines + info.records;
    throw new ChartFileError(`Chart file ${file}, row ${row}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
  });
}
