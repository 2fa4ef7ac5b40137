import { departmentOf, type Line, type PerformanceTargets, poolName, type Staffing } from '#domain';
import { type Database, inSnapshot, rowsOf, type Transaction } from '#postgres';

import { type Extent, extentsParameter, isWithin } from './extents';
import { LINE_ROW_COLUMNS, lineOf, type LineRow } from './line-row';
import type { Sayings } from './sayings';
import { type Standing, standingIn } from './standing';

export interface UnitYearKey {
  division: string;
  unit: string;
  fiscalYear: number;
}

/** One unit's budget of one year as it stands, or that of a department's pool, with the newest event that touched it. */
export interface UnitYearState extends UnitYearKey {
  department: string;
  name: string;
  departmentName: string;
  staffing?: Staffing;
  lines: Line[];
  targets: ReadonlyMap<string, PerformanceTargets>;
  /** The newest event that changed anything of it. */
  touched: { revision: number; partition: number; offset: number; eventId: string; hash: string; recordedAt: string };
  /** Where its stream stands. */
  head: { revision: number; hash: string };
}

export interface UnitYearFilter {
  division?: string | undefined;
  department?: string | undefined;
  unit?: string | undefined;
  year?: number | undefined;
}

export interface StatesPage {
  standing: Standing;
  states: UnitYearState[];
}

/** `division/unit/year`: the key of the topic budget.tables as well. */
export function unitYearId({ division, unit, fiscalYear }: UnitYearKey): string {
  return `${division}/${unit}/${fiscalYear}`;
}

/** The first states behind a key, by division, unit and year, those within the extents where there are any, with where the tables stand at the same moment. */
export function readStates(
  database: Database,
  filter: UnitYearFilter & { extents?: readonly Extent[] | undefined },
  after: UnitYearKey | undefined,
  limit: number,
): Promise<StatesPage> {
  return inSnapshot(database, async (client) => {
    const standing = await standingIn(client);
    const { division = null, department = null, unit = null, year = null } = filter;
    const { division: afterDivision = '', unit: afterUnit = '', fiscalYear = 0 } = after ?? {};
    const values = [afterDivision, departmentOf(afterUnit), afterUnit, fiscalYear, division, department, unit, year];
    const states = await statesIn(client, STATES_BEHIND, [...values, extentsParameter(filter.extents), limit]);
    return { standing, states };
  });
}

/** The states of given unit-years; those that are unknown are left out. */
export function readStatesOf(database: Database, keys: readonly UnitYearKey[]): Promise<StatesPage> {
  return inSnapshot(database, async (client) => {
    const standing = await standingIn(client);
    const states = await statesIn(client, STATES_OF, [
      keys.map(({ division }) => division),
      keys.map(({ unit }) => departmentOf(unit)),
      keys.map(({ unit }) => unit),
      keys.map(({ fiscalYear }) => fiscalYear),
    ]);
    return { standing, states };
  });
}

/** A unit-year and the place of the newest event that touched it. */
interface TouchedUnitYear extends UnitYearKey {
  revision: number;
  partition: number;
  offset: number;
}

/** Which unit-years were touched at or behind an offset of a partition, in the order of their newest events. */
export async function readTouched(
  database: Database,
  partition: number,
  fromOffset: number,
  limit: number,
): Promise<TouchedUnitYear[]> {
  // An event may touch many unit-years; those of the last event are all taken, so that the next page can begin behind it.
  const rows = await rowsOf<{
    division: string;
    unit: string;
    fiscal_year: number;
    revision: number;
    log_offset: number;
  }>(
    database,
    `select division, unit, fiscal_year, revision, log_offset from unit_year
      where partition = $1 and log_offset >= $2
      order by log_offset
      fetch first $3 rows with ties`,
    [partition, fromOffset, limit],
  );
  return rows.map(({ division, unit, fiscal_year: fiscalYear, revision, log_offset: offset }) => ({
    division,
    unit,
    fiscalYear,
    revision,
    partition,
    offset,
  }));
}

/** The pool of a department has years as its units have; it is no registered unit, and is called after the department as its first unit names it. */
const STATE = `
  select division, department, unit, fiscal_year, own.content as own, first_unit.content as first_unit,
         unit_year.revision, unit_year.partition, unit_year.log_offset, event.event_id, event.hash, event.recorded_at,
         head.revision as head_revision, head.hash as head_hash
    from unit_year
    left join lateral (
         select content from saying
          where saying.stream = division || '/' || department and kind = 'unit' and fiscal_year = 0 and saying.unit = unit_year.unit
          order by revision desc limit 1) as own on true
    left join lateral (
         select content from saying
          where saying.stream = division || '/' || department and kind = 'unit' and fiscal_year = 0
          order by unit, revision desc limit 1) as first_unit on own.content is null
    join event on event.stream = division || '/' || department and event.revision = unit_year.revision
    join stream_head as head on head.stream = division || '/' || department`;

const SAME = { division: 'division', department: 'department', unit: 'unit_year.unit', year: 'fiscal_year' };
const STATES_BEHIND = `${STATE}
   where (division, department, unit, fiscal_year) > ($1, $2, $3, $4::integer)
     and ($5::text is null or division = $5) and ($6::text is null or department = $6)
     and ($7::text is null or unit = $7) and ($8::integer is null or fiscal_year = $8)
     and ${isWithin('$9', SAME)}
   order by division, department, unit, fiscal_year
   limit $10`;

const STATES_OF = `${STATE}
    join unnest($1::text[], $2::text[], $3::text[], $4::integer[]) as asked (division, department, unit, fiscal_year)
   using (division, department, unit, fiscal_year)
   order by division, department, unit, fiscal_year`;

const KEYS =
  'unnest($1::text[], $2::text[], $3::text[], $4::integer[]) as asked (division, department, unit, fiscal_year)';

const LINES_OF_STATES = `
  select division, ${LINE_ROW_COLUMNS} from ${KEYS} join budget_line using (division, department, unit, fiscal_year)
   order by division, unit, fiscal_year, line_key`;

/** The newest of each project, in the order in which they were set first. */
const TARGETS_OF_STATES = `
  select division, unit, fiscal_year, item, content
    from ${KEYS}
   cross join lateral (
         select item, content, lead(revision) over said is null as is_newest,
                first_value(revision) over said as first_revision, first_value(place) over said as first_place
           from saying
          where saying.stream = asked.division || '/' || asked.department and kind = 'targets'
            and saying.fiscal_year = asked.fiscal_year and saying.unit = asked.unit
         window said as (partition by item order by revision)) as targets
   where is_newest
   order by division, unit, fiscal_year, first_revision, first_place`;

interface StateRow {
  division: string;
  department: string;
  unit: string;
  fiscal_year: number;
  /** Null of the pool. */
  own: Sayings['unit'] | null;
  first_unit: Sayings['unit'] | null;
  revision: number;
  partition: number;
  log_offset: number;
  event_id: string;
  hash: string;
  recorded_at: Date;
  head_revision: number;
  head_hash: string;
}

interface TargetRow {
  division: string;
  unit: string;
  fiscal_year: number;
  item: string;
  content: PerformanceTargets;
}

async function statesIn(client: Transaction, sql: string, values: readonly unknown[]): Promise<UnitYearState[]> {
  const rows = await rowsOf<StateRow>(client, sql, values);
  const keys = [
    rows.map(({ division }) => division),
    rows.map(({ department }) => department),
    rows.map(({ unit }) => unit),
    rows.map(({ fiscal_year }) => fiscal_year),
  ];
  const lines = new Map<string, Line[]>();
  for (const row of await rowsOf<LineRow & { division: string }>(client, LINES_OF_STATES, keys)) {
    append(lines, idOf(row), lineOf(row));
  }
  const targets = new Map<string, [string, PerformanceTargets][]>();
  for (const row of await rowsOf<TargetRow>(client, TARGETS_OF_STATES, keys)) {
    append(targets, idOf(row), [row.item, row.content]);
  }
  return rows.map((row) => stateOf(row, lines.get(idOf(row)) ?? [], new Map(targets.get(idOf(row)))));
}

function idOf({ division, unit, fiscal_year }: { division: string; unit: string; fiscal_year: number }): string {
  return unitYearId({ division, unit, fiscalYear: fiscal_year });
}

function append<T>(lists: Map<string, T[]>, id: string, value: T): void {
  const list = lists.get(id);
  if (list === undefined) lists.set(id, [value]);
  else list.push(value);
}

function stateOf(row: StateRow, lines: Line[], targets: ReadonlyMap<string, PerformanceTargets>): UnitYearState {
  const { own } = row;
  const departmentName = (own ?? row.first_unit)?.departmentName ?? row.department;
  return {
    division: row.division,
    department: row.department,
    unit: row.unit,
    fiscalYear: row.fiscal_year,
    name: own?.name ?? poolName(departmentName),
    departmentName,
    ...(own?.staffing === undefined ? {} : { staffing: own.staffing }),
    lines,
    targets,
    touched: {
      revision: row.revision,
      partition: row.partition,
      offset: row.log_offset,
      eventId: row.event_id,
      hash: row.hash,
      recordedAt: row.recorded_at.toISOString(),
    },
    head: { revision: row.head_revision, hash: row.head_hash },
  };
}
