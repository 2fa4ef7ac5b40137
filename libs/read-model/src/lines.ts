import {
  AMOUNT_COLUMNS,
  type AmountColumn,
  departmentOf,
  dimensionsOfKey,
  emptyLine,
  fenOf,
  type Line,
  lineKeyOf,
  streamOf,
  type Version,
} from '#domain';
import { type Database, inSnapshot, rowsOf, type Transaction } from '#postgres';

import { unitsIn, wholePlace } from './budget';
import { type BudgetPlace, cutsOf, type StandsOn } from './cuts';
import { departmentsWithin, unitWithin, type Within } from './extents';
import type { KnownUnit } from './known-unit';
import { type LineOrder, linesByShare } from './lines-by-share';
import { LINE_ROW_COLUMNS, lineOf, type LineRow } from './line-row';
import { type LineReading, placeCondition, requirePostings } from './lines-as-of';
import type { LinesQuestion } from './lines-question';
import { keptPostings } from './postings';

export interface LinesPage {
  standing: StandsOn;
  units: KnownUnit[];
  lines: LineReading[];
  /** The key of the line to go on after; nothing on the last page. */
  next?: string;
}

interface PageAsked {
  /** The key of a line. */
  after: string;
  limit: number;
  within?: Within | undefined;
  sort?: LineOrder;
}

/** The lines of a place's year with the events that made them, those within and some at a time. Nothing where no such unit was registered there. */
export function readLines(
  database: Database,
  place: BudgetPlace,
  fiscalYear: number,
  version: Version,
  page: PageAsked,
): Promise<LinesPage | undefined> {
  return inSnapshot(database, async (client) => {
    const whole = wholePlace(place);
    const found = await cutsOf(client, whole, version.asOf, page.within);
    if (found === undefined) return undefined;
    const known = await unitsIn(client, whole, found.cuts);
    if (known.length === 0) return undefined;
    const { cuts, isNewest, standing } = found;
    const of = { effectiveOn: version.effectiveOn, fiscalYears: [fiscalYear], postings: keptPostings(database) };
    const question = { place: whole, cuts, isNewest, ...of };
    // Each line names the events that made it, the newest state too.
    await requirePostings(client, question);
    // One more than asked for tells whether there is another page.
    const rows = await pageOf(client, question, { ...page, limit: page.limit + 1 });
    const lines = rows.slice(0, page.limit);
    // A department's pool has lines, and is no registered unit.
    const units = known.filter(unitWithin(page.within));
    if (units.length === 0 && lines.length === 0) return undefined;
    const last = lines.at(-1);
    const hasMore = rows.length > page.limit && last !== undefined;
    return { standing, units, lines, ...(hasMore ? { next: lineKeyOf(last.line) } : {}) };
  });
}

async function pageOf(
  client: Transaction,
  question: LinesQuestion,
  { after, limit, within, sort = 'key' }: PageAsked,
): Promise<LineReading[]> {
  const { place, cuts, isNewest, effectiveOn, fiscalYears } = question;
  const { where, values: placed } = placeCondition(place);
  const values: unknown[] = [...placed];
  const given = (value: unknown): string => `$${values.push(value)}`;
  // The first condition leads through an index, the second is about single units.
  const isSeen =
    within === undefined
      ? ''
      : `and department = any(${given(departmentsWithin(within))}::text[])
         and (department = any(${given(within.departments)}::text[]) or unit = any(${given(within.units)}::text[]))`;
  const all = `where ${where} ${isSeen} and fiscal_year = ${given(fiscalYears[0])}`;
  const isNow = isNewest && effectiveOn === undefined;
  const counted = isNow
    ? undefined
    : {
        cuts: given(JSON.stringify(Object.fromEntries(cuts.map((cut) => [cut.department, cut.revision])))),
        effectiveOn: given(effectiveOn ?? null),
      };
  const lines = (which: string): string =>
    counted === undefined
      ? `select department, ${LINE_ROW_COLUMNS} from budget_line ${which}`
      : earlierLines(which, counted);
  const sql =
    sort === 'key'
      ? `${lines(`${all} and ${behindKey(after, given)} order by department, unit, line_key`)} limit ${given(limit)}`
      : linesByShare(lines(all), isNow, after, { given, limit });
  if (!isNow) {
    const rows = await rowsOf<SumRow & { revisions: number[] }>(client, sql, values);
    return rows.map((row) => ({ line: lineOfSums(row), revisions: row.revisions }));
  }
  const rows = await rowsOf<LineRow & { department: string }>(client, sql, values);
  const revisions = await revisionsOf(client, place.division, rows);
  return rows.map((row, index) => ({ line: lineOf(row), revisions: revisions[index] ?? [] }));
}

/** A key begins with its unit, and the unit with its department. */
function behindKey(after: string, given: (value: unknown) => string): string {
  const unit = after.split('|')[0] ?? '';
  const department = unit === '' ? '' : departmentOf(unit);
  return `(department, unit, line_key) > (${given(department)}, ${given(unit)}, ${given(after)})`;
}

/**
 * Of all lines that there have ever been, in their order, those that have a posting that counts, until there are enough: a page costs what
 * its own lines cost. The cuts come as `{department: revision}`, so that the order of the index stands and nothing is sorted.
 */
function earlierLines(which: string, { cuts, effectiveOn }: { cuts: string; effectiveOn: string }): string {
  return `
    select fiscal_year, line.department, line.unit, line_key, sums.*
      from (select division, department, unit, fiscal_year, line_key from budget_line ${which}) as line
     cross join lateral (
           select ${SUM_COLUMNS}, array_agg(distinct revision order by revision)::integer[] as revisions
             from posting
            where posting.stream = line.division || '/' || line.department and posting.fiscal_year = line.fiscal_year
              and posting.unit = line.unit and posting.line_key = line.line_key
              and revision <= (${cuts}::jsonb ->> line.department)::bigint
              and (${effectiveOn}::date is null or effective_date <= ${effectiveOn})
           having count(*) > 0) as sums`;
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

/** The columns of a SumRow but for the keys, for a select that groups postings by line. */
const SUM_COLUMNS = [
  ...AMOUNT_COLUMNS.map((column) => [column, `amount_column = '${column}'`] as const),
  ['lateCarriedOver', 'late'] as const,
]
  .map(([name, condition]) => `coalesce(sum(delta) filter (where ${condition}), 0.00) as "${name}"`)
  .join(', ');

type SumRow = { fiscal_year: number; line_key: string } & Record<AmountColumn | 'lateCarriedOver', string>;

function lineOfSums(row: SumRow): Line {
  const sums = Object.fromEntries(AMOUNT_COLUMNS.map((column) => [column, fenOf(row[column])]));
  const lateCarriedOver = fenOf(row.lateCarriedOver);
  return { ...emptyLine(dimensionsOfKey(row.line_key), row.fiscal_year), ...sums, lateCarriedOver };
}
