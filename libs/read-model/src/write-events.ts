import { type Line, lineKeyOf } from '#domain';
import { BinaryRows, copyIn, isPlain, rowsOf, type Transaction } from '#postgres';

import { type EventRows, eventRowsOf, placeOf, placeOfRow } from './event-rows';
import { insertRows, replaceOn } from './insert-rows';
import { LINE_ROW_COLUMNS, lineOf, type LineRow, lineRowOf } from './line-row';
import { BUDGET_LINE, EVENT, POSTING, SAYING, TRANSIT_LEG, UNIT_YEAR } from './tables';
import type { Understood } from './understand';
import { registeredUnits, type TouchedUnit, unitYearRows } from './unit-year-rows';

const UNIT_YEAR_KEY = ['division', 'department', 'unit', 'fiscal_year'];

/** Rows are made of so many events at once: what is made of all lives too long for the garbage collector, which then takes a quarter of the time. */
const EVENTS_AT_ONCE = 64;

interface WriteOptions {
  known?: ReadonlyMap<string, Line>;
  /** The first year whose history the tables hold; all where it is absent. */
  historyFrom?: number | undefined;
}

/**
 * All rows of a run of events. What is said is added; where things stand now is replaced. Lines that are not `known` are looked up; answers
 * the lines that the events leave, by place.
 */
export async function writeEvents(
  client: Transaction,
  events: readonly Understood[],
  { known = new Map(), historyFrom }: WriteOptions = {},
): Promise<EventRows['lines']> {
  const lines = await addRows(client, events, await linesBefore(client, events, known), historyFrom);
  const replacingYear = replaceOn(UNIT_YEAR, UNIT_YEAR_KEY, ['first_revision']);
  await insertRows(client, 'unit_year', UNIT_YEAR, unitYearRows(events), replacingYear);
  await touchYearsOf(client, registeredUnits(events));
  const lineRows = [...lines.values()].map(({ event, line }) => lineRowOf(event, line));
  await insertRows(
    client,
    'budget_line',
    BUDGET_LINE,
    lineRows,
    replaceOn(BUDGET_LINE, [...UNIT_YEAR_KEY, 'line_key']),
  );
  return lines;
}

/** Answers the lines that the events leave. */
async function addRows(
  client: Transaction,
  events: readonly Understood[],
  lines: Map<string, Line>,
  historyFrom: number | undefined,
): Promise<EventRows['lines']> {
  const [event, posting] = [new BinaryRows(EVENT), new BinaryRows(POSTING)];
  const [saying, transitLeg] = [new BinaryRows(SAYING), new BinaryRows(TRANSIT_LEG)];
  const touched: EventRows['lines'] = new Map();
  for (let from = 0; from < events.length; from += EVENTS_AT_ONCE) {
    const rows = eventRowsOf(events.slice(from, from + EVENTS_AT_ONCE), lines, historyFrom);
    for (const row of rows.events) event.add(row);
    for (const row of rows.postings) posting.add(row);
    for (const row of rows.sayings) saying.add(row);
    for (const row of rows.transitLegs) transitLeg.add(row);
    for (const [place, left] of rows.lines) {
      touched.set(place, left);
      lines.set(place, left.line);
    }
  }
  await copyIn(client, 'event', EVENT, event);
  await copyIn(client, 'posting', POSTING, posting);
  await copyIn(client, 'saying', SAYING, saying);
  await copyIn(client, 'transit_leg', TRANSIT_LEG, transitLeg);
  return touched;
}

/** A unit's new name stands in the tables of all its years, and the department's in the pool's. A year that a later event of the same run touches stays as it is. */
async function touchYearsOf(client: Transaction, registered: readonly TouchedUnit[]): Promise<void> {
  if (registered.length === 0) return;
  const { fiscal_year: _, first_revision: __, ...columns } = UNIT_YEAR;
  const names = Object.keys(columns) as (keyof typeof columns)[];
  await client.query(
    `update unit_year set revision = unit.revision, partition = unit.partition, log_offset = unit.log_offset
       from unnest(${names.map((name, index) => `$${index + 1}::${columns[name]}[]`).join(', ')}) as unit (${names.join(', ')})
      where (unit_year.division, unit_year.department, unit_year.unit) = (unit.division, unit.department, unit.unit)
        and unit_year.revision < unit.revision`,
    names.map((name) => registered.map((row) => row[name])),
  );
}

/** The touched lines as they stand: those that are not known are read in one statement. */
async function linesBefore(
  client: Transaction,
  events: readonly Understood[],
  known: ReadonlyMap<string, Line>,
): Promise<Map<string, Line>> {
  const before = new Map<string, Line>();
  const touched = new Map<string, [division: string, department: string, unit: string, year: number, key: string]>();
  for (const event of events) {
    for (const effect of event.effects) {
      const { line, fiscalYear } = effect;
      const key = lineKeyOf(line);
      // What no table holds stands in none, and is refused when it is written.
      if (!isPlain(key)) continue;
      const place = placeOf(event, effect, key);
      const stands = known.get(place);
      if (stands === undefined) touched.set(place, [event.division, event.department, line.unit, fiscalYear, key]);
      else before.set(place, stands);
    }
  }
  if (touched.size === 0) return before;
  const keys = [...touched.values()];
  const rows = await rowsOf<LineRow & { division: string; department: string }>(
    client,
    `select division, department, ${LINE_ROW_COLUMNS}
       from budget_line
       join unnest($1::text[], $2::text[], $3::text[], $4::integer[], $5::text[])
         as touched (division, department, unit, fiscal_year, line_key)
      using (division, department, unit, fiscal_year, line_key)`,
    ([0, 1, 2, 3, 4] as const).map((column) => keys.map((key) => key[column])),
  );
  for (const row of rows) before.set(placeOfRow(row), lineOf(row));
  return before;
}
