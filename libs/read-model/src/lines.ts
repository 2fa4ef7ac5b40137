import { departmentOf, lineKeyOf, streamOf, type Version } from '#domain';
import { type Database, inSnapshot, rowsOf, type Transaction } from '#postgres';

import { unitsIn, wholePlace } from './budget';
import { type BudgetPlace, cutsOf, type StandsOn } from './cuts';
import type { KnownUnit } from './known-unit';
import { LINE_ROW_COLUMNS, lineOf, type LineRow } from './line-row';
import {
  COUNTED_POSTINGS,
  type LineReading,
  lineOfSums,
  placeCondition,
  requirePostings,
  SUM_COLUMNS,
  sumsParameters,
  type SumRow,
} from './lines-as-of';
import type { LinesQuestion } from './lines-question';
import { keptPostings } from './postings';

export interface LinesPage {
  standing: StandsOn;
  units: KnownUnit[];
  lines: LineReading[];
  /** The key of the line to go on after; nothing on the last page. */
  next?: string;
}

/** The lines of a place's year with the events that made them, some at a time. Nothing where no unit was registered there. */
export function readLines(
  database: Database,
  place: BudgetPlace,
  fiscalYear: number,
  version: Version,
  page: { after: string; limit: number },
): Promise<LinesPage | undefined> {
  return inSnapshot(database, async (client) => {
    const whole = wholePlace(place);
    const found = await cutsOf(client, whole, version.asOf);
    if (found === undefined) return undefined;
    const units = await unitsIn(client, whole, found.cuts);
    if (units.length === 0) return undefined;
    const { cuts, isNewest, standing } = found;
    const of = { effectiveOn: version.effectiveOn, fiscalYears: [fiscalYear], postings: keptPostings(database) };
    const question = { place: whole, cuts, isNewest, ...of };
    // Each line names the events that made it, the newest state too.
    await requirePostings(client, question);
    // One more than asked for tells whether there is another page.
    const rows = await pageOf(client, question, { ...page, limit: page.limit + 1 });
    const lines = rows.slice(0, page.limit);
    const last = lines.at(-1);
    const hasMore = rows.length > page.limit && last !== undefined;
    return { standing, units, lines, ...(hasMore ? { next: lineKeyOf(last.line) } : {}) };
  });
}

async function pageOf(
  client: Transaction,
  question: LinesQuestion,
  { after, limit }: { after: string; limit: number },
): Promise<LineReading[]> {
  const { place, isNewest, effectiveOn, fiscalYears } = question;
  // A key begins with its unit, and the unit with its department.
  const unit = after.split('|')[0] ?? '';
  if (!isNewest || effectiveOn !== undefined) {
    const rows = await rowsOf<SumRow & { revisions: number[] }>(client, SUMS_WITH_REVISIONS, [
      ...sumsParameters(question),
      unit,
      after,
      limit,
    ]);
    return rows.map((row) => ({ line: lineOfSums(row), revisions: row.revisions }));
  }
  const { where, values } = placeCondition(place);
  const parameters = [...values, fiscalYears[0], unit === '' ? '' : departmentOf(unit), unit, after, limit];
  const rows = await rowsOf<LineRow & { department: string }>(
    client,
    `select department, ${LINE_ROW_COLUMNS} from budget_line
      where ${where} and fiscal_year = $${values.length + 1}
        and (department, unit, line_key) > ($${values.length + 2}, $${values.length + 3}, $${values.length + 4})
      order by department, unit, line_key
      limit $${values.length + 5}`,
    parameters,
  );
  const revisions = await revisionsOf(client, place.division, rows);
  return rows.map((row, index) => ({ line: lineOf(row), revisions: revisions[index] ?? [] }));
}

/** In the order of the lines. */
async function revisionsOf(
  client: Transaction,
  division: string,
  lines: readonly (LineRow & { department: string })[],
): Promise<number[][]> {
  const rows = await rowsOf<{ revisions: number[] }>(client, REVISIONS_OF_LINES, [
    lines.map(({ department }) => streamOf({ division, department })),
    lines.map(({ fiscal_year }) => fiscal_year),
    lines.map(({ unit }) => unit),
    lines.map(({ line_key }) => line_key),
  ]);
  return rows.map(({ revisions }) => revisions);
}

const REVISIONS_OF_LINES = `
  select array(select distinct revision from posting
                where posting.stream = line.stream and posting.fiscal_year = line.fiscal_year
                  and posting.unit = line.unit and posting.line_key = line.line_key
                order by revision)::integer[] as revisions
    from unnest($1::text[], $2::integer[], $3::text[], $4::text[]) with ordinality as line (stream, fiscal_year, unit, line_key, place)
   order by place`;

const SUMS_WITH_REVISIONS = `
  select fiscal_year, line_key, ${SUM_COLUMNS}, array_agg(distinct revision order by revision)::integer[] as revisions
         ${COUNTED_POSTINGS} where (unit, line_key) > ($6, $7)
   group by stream, fiscal_year, unit, line_key
   order by stream, unit, line_key
   limit $8`;
