import type { Line } from '#domain';
import { NotStorable } from '#postgres';

import { type EventRows, eventRowsOf } from './event-rows';
import { type ProjectYear, type SearchNameRow, searchNameRows, unitNames } from './search/search-name-rows';
import type { StreamState } from './stream-state';
import type { Understood } from './understand';
import { registeredUnits, touchedYears } from './unit-year-rows';
import { type UnitYearRow, YearSums } from './year-sums';

/** The rows of a stream's next event. Throws NotStorable for what the tables refuse; the state is as it was until `take`. */
export function rowsOfNext(state: StreamState, event: Understood, historyFrom: number | undefined): EventRows {
  const rows = eventRowsOf([event], state.lines, historyFrom);
  requireUnique(state, rows);
  return rows;
}

/** The event counts from now on. */
export function take(state: StreamState, event: Understood, rows: EventRows): void {
  for (const [place, { line }] of rows.lines) state.lines.set(place, line);
  for (const row of touchedYears(event)) {
    const key = `${row.unit}/${row.fiscal_year}`;
    const known = state.years.get(key);
    if (known?.revision === row.revision) continue;
    state.years.set(key, known === undefined ? row : { ...row, first_revision: known.first_revision });
  }
  for (const unit of registeredUnits([event])) state.registered.set(String(unit.unit), unit);
  for (const names of unitNames([event])) state.names.set(names.unit, names);
  for (const { reverses } of rows.events) if (reverses !== null) state.reversed.add(Number(reverses));
  for (const leg of rows.transitLegs) state.legs.add(legKey(leg));
}

/** In the words of Postgres, which says the same of a table with its indexes: a stop has one reason however its stream was filled. */
function requireUnique(state: StreamState, rows: EventRows): void {
  for (const { reverses } of rows.events) {
    if (reverses !== null && state.reversed.has(Number(reverses))) throw notUnique('event_by_reversed');
  }
  for (const leg of rows.transitLegs) if (state.legs.has(legKey(leg))) throw notUnique('transit_leg_pkey');
}

function legKey({ leg, transit_id: transitId }: EventRows['transitLegs'][number]): string {
  return `${String(leg)} ${String(transitId)}`;
}

function notUnique(constraint: string): NotStorable {
  return new NotStorable(`duplicate key value violates unique constraint "${constraint}"`);
}

/** The years of a stream as they stand: a registration has touched those that were known before it. */
export function unitYearsOf({ division, years, registered, lines }: StreamState): UnitYearRow[] {
  const sums = new YearSums();
  for (const line of lines.values()) sums.add(division, line);
  return [...years.values()].map((year) => {
    const unit = registered.get(String(year.unit));
    const isNewer = unit !== undefined && Number(unit.revision) > Number(year.revision);
    return sums.of(isNewer ? { ...year, ...unit } : year);
  });
}

/** What of a stream can be searched by name. */
export function searchNamesOf({ division, department, names, lines }: StreamState): SearchNameRow[] {
  return searchNameRows([...names.values()], projectsOf({ division, department }, lines.values()));
}

function* projectsOf(place: { division: string; department: string }, lines: Iterable<Line>): Generator<ProjectYear> {
  for (const line of lines) yield { ...place, line };
}
