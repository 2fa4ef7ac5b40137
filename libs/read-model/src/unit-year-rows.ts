import { partsOf } from '#domain';
import type { RowOf } from '#postgres';

import type { TOUCHED_UNIT, UNIT_YEAR, YEAR_SUMS } from './tables';
import type { Understood } from './understand';

/** A unit's year and the events that touched it; what its lines come to stands beside: see year-sums.ts. */
export type TouchedYear = Omit<RowOf<typeof UNIT_YEAR>, keyof typeof YEAR_SUMS>;
/** A unit or a pool, and the event that touched every year of it. */
export type TouchedUnit = RowOf<typeof TOUCHED_UNIT>;

/** Units that are registered, again or for the first time: it touches every year that they have, and that the pool has. */
export function registeredUnits(events: readonly Understood[]): TouchedUnit[] {
  const newest = new Map<string, TouchedUnit>();
  for (const row of events.flatMap(registered)) {
    newest.set(`${String(row.division)}/${String(row.unit)}`, row);
  }
  return [...newest.values()];
}

/** The department's pool is called after the department, whose name comes with its units. */
function registered(understood: Understood): TouchedUnit[] {
  const { division, department } = understood;
  const place = placeInLog(understood);
  return partsOf(understood.event).flatMap((event) =>
    event.type === 'unit.registered.v1'
      ? [event.data.unit, department].map((unit) => ({ division, department, unit, ...place }))
      : [],
  );
}

function placeInLog({ record }: Understood): { revision: number; partition: number; log_offset: number } {
  return { revision: record.envelope.revision, partition: record.partition, log_offset: record.offset };
}

/** The newest event of each year, and its first one: before that, nothing of the year was known. */
export function unitYearRows(events: readonly Understood[]): TouchedYear[] {
  const rows = new Map<string, TouchedYear>();
  for (const row of events.flatMap(touchedYears)) {
    const key = `${String(row.division)}/${String(row.unit)}/${String(row.fiscal_year)}`;
    rows.set(key, { ...row, first_revision: rows.get(key)?.first_revision ?? row.first_revision });
  }
  return [...rows.values()];
}

/** The years that an event touches; one stands in it for each of its lines. */
export function touchedYears(understood: Understood): TouchedYear[] {
  const { division, department, effects } = understood;
  const posted = effects.map(({ line, fiscalYear }) => ({ unit: line.unit, fiscalYear }));
  const set = partsOf(understood.event).flatMap((event) =>
    event.type === 'performance-targets.set.v1' || event.type === 'publication-text.set.v1'
      ? [{ unit: event.data.unit, fiscalYear: event.data.fiscalYear }]
      : [],
  );
  const place = placeInLog(understood);
  return [...posted, ...set].map(({ unit, fiscalYear }) => ({
    division,
    department,
    unit,
    fiscal_year: fiscalYear,
    first_revision: place.revision,
    ...place,
  }));
}
