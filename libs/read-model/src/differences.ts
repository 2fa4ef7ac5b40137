import {
  AMOUNT_COLUMNS,
  type AmountColumn,
  departmentOf,
  eventIdOf,
  type Fen,
  fenOf,
  type Grouping,
  type Measure,
  measureSign,
  streamOf,
  type Version,
} from '#domain';

import { wholePlace } from './budget';
import { type BudgetPlace, type Cut, cutsOf, type StandsOn } from './cuts';
import { type Database, inSnapshot, rowsOf, type Transaction } from './database';
import { type EventName, eventsNamed, type EventPlace } from './event-names';

/** A year of a place as it stood. */
export interface Side {
  fiscalYear: number;
  version: Version;
}

/** What the events between two states of a place come to: of two years, of two versions of one, or of one state alone. */
export interface DifferenceQuestion {
  place: BudgetPlace;
  measure: Measure;
  to: Side;
  /** Absent for everything that made up `to`. */
  from?: Side;
  /** Leaves out all but these units and pools. */
  units?: readonly string[] | undefined;
}

/** What one event adds to the difference in one column of one line. Negative where it takes away, or where it stands in `from` alone. */
export interface LineAmount extends EventPlace {
  lineKey: string;
  fiscalYear: number;
  column: AmountColumn;
  effectiveDate: string;
  amountFen: Fen;
}

export interface Difference {
  standing: StandsOn;
  amounts: LineAmount[];
}

/** The amounts by line and event, of the lines named or of all. Nothing where the place has no event by then. */
export function readDifference(
  database: Database,
  question: DifferenceQuestion,
  lineKeys?: readonly string[],
): Promise<Difference | undefined> {
  return inSnapshot(database, async (client) => {
    const sides = await sidesOf(client, question);
    if (sides === undefined) return undefined;
    const { text, values } = lineKeys === undefined ? ofAllLines(sides, question) : ofLines(sides, question, lineKeys);
    const rows = await rowsOf<AmountRow>(client, text, values);
    const amounts = rows.map((row) => ({
      stream: row.stream,
      revision: row.revision,
      lineKey: row.line_key,
      fiscalYear: row.fiscal_year,
      column: row.amount_column,
      effectiveDate: row.effective_date,
      amountFen: fenOf(row.amount),
    }));
    return { standing: sides.standing, amounts };
  });
}

interface AmountRow {
  stream: string;
  revision: number;
  line_key: string;
  fiscal_year: number;
  amount_column: AmountColumn;
  effective_date: string;
  amount: string;
}

/** What one event adds to the difference in all lines of one kind. */
export interface Driver extends EventName {
  key: string;
  amountFen: Fen;
}

/** groupKeyOf in SQL, from a line's key: see lineKeyOf. */
const KEY_OF: Readonly<Record<Grouping, string>> = {
  source: "split_part(line_key, '|', 2)",
  'function-class': "left(split_part(line_key, '|', 3), 3)",
  'function-group': "left(split_part(line_key, '|', 3), 5)",
  function: "split_part(line_key, '|', 3)",
  'economic-class': "left(split_part(line_key, '|', 4), 3)",
  economic: "split_part(line_key, '|', 4)",
  category: "split_part(line_key, '|', 5)",
  project: "substring(line_key from '^(?:[^|]*\\|){7}(.*)$')",
  unit: 'unit',
};

/** The events that drive the difference most, for each key of a grouping, the largest first, and under `total` of all lines together. */
export function readDrivers(
  database: Database,
  question: DifferenceQuestion,
  grouping: Grouping,
  most: number,
): Promise<{ byKey: Driver[]; ofTotal: Driver[] } | undefined> {
  return inSnapshot(database, async (client) => {
    const sides = await sidesOf(client, question);
    if (sides === undefined) return undefined;
    const { from, values } = allPostings(sides, question);
    const rows = await rowsOf<{ key: string | null; stream: string; revision: number; amount: string }>(
      client,
      `with moved as (
         select ${KEY_OF[grouping]} as key, stream, revision, sum(${AMOUNT}) as amount ${from}
          group by 1, stream, revision),
       summed as (
         select key, stream, revision, amount from moved
         union all
         select null, stream, revision, sum(amount) from moved group by stream, revision),
       ranked as (
         select *, row_number() over (partition by key order by abs(amount) desc, stream, revision) as rank
           from summed where amount <> 0)
       select key, stream, revision, amount from ranked where rank <= $${values.length + 1} order by key nulls first, rank`,
      [...values, most],
    );
    const names = await eventsNamed(client, rows);
    const drivers = rows.map(({ key, stream, revision, amount }) => ({
      ...nameOf(names, { stream, revision }),
      key,
      amountFen: fenOf(amount),
    }));
    return {
      byKey: drivers.flatMap((driver) => (driver.key === null ? [] : [{ ...driver, key: driver.key }])),
      ofTotal: drivers.filter(({ key }) => key === null).map((driver) => ({ ...driver, key: '' })),
    };
  });
}

export function readEventNames(database: Database, places: readonly EventPlace[]): Promise<Map<string, EventName>> {
  return inSnapshot(database, (client) => eventsNamed(client, places));
}

function nameOf(names: ReadonlyMap<string, EventName>, { stream, revision }: EventPlace): EventName {
  const id = eventIdOf({ stream, revision });
  const name = names.get(id);
  if (name === undefined) throw new Error(`postings of ${id} stand in the tables without their event`);
  return name;
}

interface Sides {
  standing: StandsOn;
  streams: { stream: string; from: number; to: number }[];
}

/** The place's streams with the revisions up to which each side counts. */
async function sidesOf(client: Transaction, { place, to, from }: DifferenceQuestion): Promise<Sides | undefined> {
  const whole = wholePlace(place);
  const ofTo = await cutsOf(client, whole, to.version.asOf);
  const ofFrom = from === undefined ? undefined : await cutsOf(client, whole, from.version.asOf);
  if (ofTo === undefined) return undefined;
  const revisionIn = (cuts: readonly Cut[] | undefined, stream: string): number =>
    cuts?.find((cut) => cut.stream === stream)?.revision ?? 0;
  const streams = [...new Set([...ofTo.cuts, ...(ofFrom?.cuts ?? [])].map(({ stream }) => stream))];
  return {
    standing: ofTo.standing,
    streams: streams.map((stream) => ({
      stream,
      from: revisionIn(ofFrom?.cuts, stream),
      to: revisionIn(ofTo.cuts, stream),
    })),
  };
}

/** 1 for a posting that stands in `to` alone, -1 for one in `from` alone, 0 for one that stands in both. */
const DIRECTION = `
  ((fiscal_year = $6 and revision <= to_revision and ($8::date is null or effective_date <= $8))::integer
   - (fiscal_year = $7 and revision <= from_revision and ($9::date is null or effective_date <= $9))::integer)`;
const AMOUNT = `delta * factor * ${DIRECTION}`;

const SIDES = 'unnest($1::text[], $2::bigint[], $3::bigint[]) as side (stream, from_revision, to_revision)';
const SIGNS = 'unnest($4::text[], $5::integer[]) as sign (amount_column, factor)';

function sideValues({ streams }: Sides, { measure, to, from }: DifferenceQuestion): unknown[] {
  const signs = AMOUNT_COLUMNS.map((column) => [column, Number(measureSign(measure, column))] as const);
  const counted = signs.filter(([, factor]) => factor !== 0);
  return [
    streams.map(({ stream }) => stream),
    streams.map((side) => side.from),
    streams.map((side) => side.to),
    counted.map(([column]) => column),
    counted.map(([, factor]) => factor),
    to.fiscalYear,
    from?.fiscalYear ?? to.fiscalYear,
    to.version.effectiveOn ?? null,
    from?.version.effectiveOn ?? null,
  ];
}

/** The postings of the place that stand in one side alone, with the values that they are asked for with. */
function allPostings(sides: Sides, question: DifferenceQuestion): { from: string; values: unknown[] } {
  const { to, from, place, units } = question;
  // Between two versions of one year that differ by recorded time alone, nothing before the earlier one can make a difference.
  const sinceThen =
    from?.fiscalYear === to.fiscalYear && from.version.effectiveOn === to.version.effectiveOn
      ? 'and revision > least(from_revision, to_revision)'
      : '';
  return {
    from: postingsOf(
      question,
      SIDES,
      `($10::text is null or unit = $10) and ($11::text[] is null or unit = any($11)) ${sinceThen}`,
    ),
    values: [...sideValues(sides, question), place.unit ?? null, units ?? null],
  };
}

/** Each row of the left side is looked up by itself, which `offset 0` keeps so: see COUNTED_POSTINGS. */
function postingsOf({ measure }: DifferenceQuestion, left: string, condition: string): string {
  // What was brought in after the first day is no part of what was approved.
  const counted = measure === 'original' ? 'and not late' : '';
  return `
      from ${left}
     cross join lateral (
           select fiscal_year, unit, line_key, revision, amount_column, delta, effective_date from event_line
            where event_line.stream = side.stream and fiscal_year in ($6, $7)
              and revision <= greatest(from_revision, to_revision) ${counted} and ${condition}
           offset 0) as posting
      join ${SIGNS} using (amount_column)
     where ${DIRECTION} <> 0`;
}

function ofAllLines(sides: Sides, question: DifferenceQuestion): { text: string; values: unknown[] } {
  const { from, values } = allPostings(sides, question);
  return { text: amountsByLine(from), values };
}

/** Each line is looked up by itself, which is what the index is for. */
function ofLines(
  sides: Sides,
  question: DifferenceQuestion,
  lineKeys: readonly string[],
): { text: string; values: unknown[] } {
  const streamOfUnit = (unit: string): string =>
    streamOf({ division: question.place.division, department: departmentOf(unit) });
  const units = lineKeys.map((key) => key.split('|')[0] ?? '');
  return {
    text: amountsByLine(
      postingsOf(
        question,
        `${SIDES} join unnest($10::text[], $11::text[], $12::text[]) as line (stream, unit, line_key) using (stream)`,
        'event_line.unit = line.unit and event_line.line_key = line.line_key',
      ),
    ),
    values: [...sideValues(sides, question), units.map(streamOfUnit), units, lineKeys],
  };
}

function amountsByLine(from: string): string {
  return `
    select side.stream, posting.revision, posting.line_key, fiscal_year, amount_column, effective_date, sum(${AMOUNT}) as amount ${from}
     group by side.stream, posting.revision, posting.line_key, fiscal_year, amount_column, effective_date
     order by side.stream, posting.revision, posting.line_key, amount_column, effective_date`;
}
