import { z } from 'zod';

import { department, division, hash, instant, lineWithAmounts, log, revision, stream, unit, year } from './line-schema';
import { namedEnum } from './named-enum';

/**
 * The form of the records. A number that is raised when their meaning changes, so that publishers of two versions that run side by
 * side agree which record is the newer one.
 */
export const TABLES_FORM = 1;

/** What a record may leave out. */
export const OMITTED_NAMES = { tables: '各表', lines: '明细' } as const;

const printedTable = z.strictObject({
  table: z.string().meta({ example: '3' }),
  title: z.string(),
  currencyUnit: z.literal('万元'),
  columns: z.array(z.string()),
  rows: z.array(z.array(z.string())).meta({ description: 'Cells as they are printed; zero is blank' }),
  notes: z.array(z.string()),
  details: z.unknown().optional().meta({ description: 'Tables 10 and 11: what they say besides their indicators' }),
});

/** A record of budget.tables, whose key is division/unit/year: the whole state of one unit's year. */
export const tablesRecord = z
  .strictObject({
    form: z.literal(TABLES_FORM),
    log,
    position: z.string().meta({
      description:
        'partition:offset of the newest event that changed this unit-year. Of two records of a key the one that is further counts',
      example: '3:41',
    }),
    revision: revision.meta({ description: 'The revision of the stream that this event made' }),
    hash: hash.meta({ description: "SHA-256 of that event's exact bytes: the head of the stream at that revision" }),
    eventId: z.string().meta({ example: '361100/126@17' }),
    recordedAt: instant,
    stream,
    division,
    department,
    departmentName: z.string(),
    unit,
    unitName: z.string(),
    year,
    chartHash: z
      .string()
      .meta({ description: 'Of the charts of accounts that the names in the tables were taken from' }),
    omitted: z
      .array(namedEnum(OMITTED_NAMES))
      .meta({ description: 'What was left out because the record would be too large; ask for it by HTTP' }),
    lines: z.array(lineWithAmounts).meta({ description: 'Exact, in yuan' }),
    tables: z
      .array(printedTable)
      .meta({ description: 'Statutory tables 1 to 11 of the current budget; none of a pool' }),
  })
  .meta({ title: 'BudgetTables', description: 'A record of the compacted topic budget.tables' });

export type TablesRecord = z.infer<typeof tablesRecord>;

/** What a publisher looks at in a record that stands in the topic. */
export interface PublishedPlace {
  form: number;
  log: string;
  revision: number;
  chartHash: string;
  /** Where it says that its event stands; of a record that says nothing that can be read, nowhere. */
  partition: number;
  offset: number;
}

/** Reads a record's place; nothing for a record that is none of ours. */
export function publishedPlaceOf(value: Buffer | null): PublishedPlace | undefined {
  try {
    const read = JSON.parse(value?.toString('utf8') ?? '') as Partial<PublishedPlace> & { position?: unknown };
    const { form, log, revision, chartHash, position } = read;
    const isPlace =
      typeof form === 'number' &&
      typeof log === 'string' &&
      typeof revision === 'number' &&
      typeof chartHash === 'string';
    if (!isPlace) return undefined;
    const [, partition, offset] = /^(\d{1,9}):(\d{1,15})$/.exec(typeof position === 'string' ? position : '') ?? [];
    return { form, log, revision, chartHash, partition: Number(partition ?? -1), offset: Number(offset ?? -1) };
  } catch {
    return undefined;
  }
}
