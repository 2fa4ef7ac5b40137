import type { Asked, Demand, ListRule, WholeRule } from '#access';
import { departmentOf } from '#domain';

/** Figures of a place's year, and of the year before where they are shown beside it. */
export const OF_YEAR: WholeRule = { kind: 'whole', action: 'read', reads: (asked) => [yearOf(asked)] };
export const OF_TWO_YEARS: WholeRule = {
  kind: 'whole',
  action: 'read',
  reads: (asked) => [yearOf(asked), { ...yearOf(asked), ...inYear(Number(asked.params['year']) - 1) }],
};

/** Of a department or a division as it was approved; what a later version or another measure shows is not published. */
const isPublished = ({ params, query }: Asked): boolean =>
  params['unit'] === undefined &&
  query['measure'] === 'original' &&
  query['asOf'] === undefined &&
  query['effectiveOn'] === undefined;

/** What a place publishes: its tables, and all of it. */
export const OF_TABLE: WholeRule = { ...OF_YEAR, isPublished };
export const OF_PUBLICATION: WholeRule = { ...OF_TWO_YEARS, isPublished };

/** A comparison says which year it compares with, or leaves it at the year before; of two versions of one year it reads that year alone. */
export const OF_COMPARED_YEARS: WholeRule = {
  kind: 'whole',
  action: 'read',
  reads: (asked) => [yearOf(asked), { ...yearOf(asked), ...inYear(priorYearOf(asked)) }],
};

/** Where a stream stands, which is about all that its department has ever recorded. */
export const OF_STREAM: WholeRule = { kind: 'whole', action: 'read', reads: ({ params }) => [placed(params)] };

/** A chain of records proves something as a whole alone. */
export const OF_TRAIL: WholeRule = { kind: 'whole', action: 'audit', reads: ({ params }) => [placed(params)] };

/** Trails of departments, each of them whole. */
export const TRAILS: ListRule = {
  kind: 'list',
  action: 'audit',
  from: ({ params }) => placed(params),
  isOfStreams: true,
};

/** Who tried what is about everybody, so that an auditor of one place does not see it. */
export const OF_ACCESS: WholeRule = { kind: 'whole', action: 'audit', reads: () => [{}] };

/** What operators ask of the tables themselves. */
export const OF_TABLES: WholeRule = { kind: 'whole', action: 'operate', reads: () => [{}] };

/** The lines of a place's year. */
export const LINES_OF_YEAR: ListRule = { kind: 'list', action: 'read', from: yearOf };

/** What freezes of a department hold line by line, of one year or of all. */
export const LINES_OF_DEPARTMENT: ListRule = { kind: 'list', action: 'read', from: yearAskedFor };

/** When something changed, of one year or of all. */
export const TIMELINE: ListRule = { kind: 'list', action: 'read', from: yearAskedFor };

/** Transfers between departments, of one year or of all. */
export const TRANSFERS: ListRule = { kind: 'list', action: 'read', from: yearAskedFor, isOfDepartments: true };

/** The units of a place. */
export const UNITS_OF_PLACE: ListRule = { kind: 'list', action: 'read-units', from: ({ params }) => placed(params) };

/** The years of a place. */
export const YEARS_OF_PLACE: ListRule = { kind: 'list', action: 'read', from: ({ params }) => placed(params) };

/** Divisions: whoever may read anything of one sees it. */
export const DIVISIONS: ListRule = { kind: 'list', action: 'read', from: () => ({}) };

/** Names and codes of a division or of all; whose names figures hold is asked beside it. */
export const NAMES: ListRule = { kind: 'list', action: 'read-units', from: ({ query }) => placed(query) };

/** Changes of whatever a subscription asks for. */
export const CHANGES: ListRule = {
  kind: 'list',
  action: 'read',
  from: ({ query }) => ({ ...placed(query), ...inYear(Number(query['year'])) }),
};

function yearOf({ params }: Asked): Demand {
  return { ...placed(params), ...inYear(Number(params['year'])) };
}

function yearAskedFor({ params, query }: Asked): Demand {
  return { ...placed(params), ...inYear(Number(query['year'])) };
}

function priorYearOf({ params, query }: Asked): number {
  const year = Number(params['year']);
  if (query['prior'] !== undefined) return Number(query['prior']);
  const isOfVersions = query['priorAsOf'] !== undefined || query['priorEffectiveOn'] !== undefined;
  return query['by'] !== undefined && isOfVersions ? year : year - 1;
}

/** A unit's code says its department. What is no code is nowhere, and is told to be wrong to those who may read everywhere. */
function placed(parts: Readonly<Record<string, unknown>>): Demand {
  const [division, department, unit] = [parts['division'], parts['department'], parts['unit']].map(text);
  const at = department ?? (unit === undefined ? undefined : departmentOf(unit));
  return {
    ...(division === undefined ? {} : { division }),
    ...(at === undefined ? {} : { department: at }),
    ...(unit === undefined ? {} : { unit }),
  };
}

function inYear(year: number): { year?: number } {
  return Number.isInteger(year) ? { year } : {};
}

function text(part: unknown): string | undefined {
  return typeof part === 'string' ? part : undefined;
}
