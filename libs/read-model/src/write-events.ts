import { type Line, lineKeyOf } from '#domain';
import { BinaryRows, copyIn, isPlain, rowsOf, type Transaction } from '#postgres';

import { type EventRows, eventRowsOf, placeOf, placeOfRow } from './event-rows';
import { insertRows, replaceOn } from './insert-rows';
import { LINE_ROW_COLUMNS, lineOf, type LineRow, lineRowOf } from './line-row';
import { REPLACING_NAME, type SearchNameRow, searchNameRows, unitNames } from './search/search-name-rows';
import {
  BUDGET_LINE,
  EVENT,
  POSTING,
  SAYING,
  SEARCH_NAME,
  TOUCHED_UNIT,
  TRANSIT_LEG,
  UNIT_YEAR,
  YEAR_SUMS,
} from './tables';
import type { Understood } from './understand';
import { registeredUnits, type TouchedUnit, unitYearRows } from './unit-year-rows';
import { type UnitYearRow, YearSums } from './year-sums';

const UNIT_YEAR_KEY = ['division', 'department', 'unit', 'fiscal_year'];
const REPLACING_YEAR = replaceOn(UNIT_YEAR, UNIT_YEAR_KEY, {
  kept: ['first_revision'],
  addedIn: { table: 'unit_year', columns: Object.keys(YEAR_SUMS) },
});

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
  const before = await linesBefore(client, events, known);
  const lines = await addRows(client, events, new Map(before), historyFrom);
  await insertRows(client, 'unit_year', UNIT_YEAR, unitYearsAfter(events, before, lines), REPLACING_YEAR);
  await touchYearsOf(client, registeredUnits(events));
  const lineRows = [...lines.values()].map(({ event, line }) => lineRowOf(event, line));
  await insertRows(
    client,
    'budget_line',
    BUDGET_LINE,
    lineRows,
    replaceOn(BUDGET_LINE, [...UNIT_YEAR_KEY, 'line_key']),
  );
  await insertRows(client, 'search_name', SEARCH_NAME, namesAfter(events, before, lines), REPLACING_NAME);
  return lines;
}

/** The years that the events touch, with what they add to the sums of each. */
function unitYearsAfter(
  events: readonly Understood[],
  before: ReadonlyMap<string, Line>,
  after: EventRows['lines'],
): UnitYearRow[] {
  const sums = new YearSums();
  for (const [place, { event, line }] of after) {
    sums.add(event.division, line);
    const stood = before.get(place);
    if (stood !== undefined) sums.add(event.division, stood, -1n);
  }
  return unitYearRows(events).map((row) => sums.of(row));
}

/** The names of the units that the events register, and of the projects that they begin. */
function namesAfter(
  events: readonly Understood[],
  before: ReadonlyMap<string, Line>,
  after: EventRows['lines'],
): SearchNameRow[] {
  const begun = [...after].filter(([place, { line }]) => line.project !== undefined && !before.has(place));
  const projects = begun.map(([, { event, line }]) => ({
    division: event.division,
    department: event.department,
    line,
  }));
  return searchNameRows(unitNames(events), projects);
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
  const names = Object.keys(TOUCHED_UNIT) as (keyof typeof TOUCHED_UNIT)[];
  await client.query(
    `update unit_year set revision = unit.revision, partition = unit.partition, log_offset = unit.log_offset
       from unnest(${names.map((name, index) => `$${index + 1}::${TOUCHED_UNIT[name]}[]`).join(', ')}) as unit (${names.join(', ')})
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
