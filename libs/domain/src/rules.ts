import type { Chart } from './chart';
import { departmentOf, isPool } from './codes';
import type { PostingLine } from './line';
import { type Refusal, type RefusalFigure, refusal } from './refusal';
import type { State } from './state';

/**
 * The rules that a posting must respect. Each looks at one thing, names every place that breaks it, and answers nothing when all
 * is well. A line's `field` is its path in the command.
 */
export interface NamedLine extends PostingLine {
  field: string;
}

export function named(field: string, lines: readonly PostingLine[]): NamedLine[] {
  return lines.map((line, index) => ({ ...line, field: `${field}[${index}]` }));
}

/** 各部门预算由本部门及其所属各单位预算组成: a unit's code starts with its department's. */
export function unitOutsideDepartment(department: string, units: readonly UnitPlace[]): Refusal | undefined {
  return refusedFor(
    'unit-outside-department',
    units.filter(({ unit }) => departmentOf(unit) !== department),
    ({ unit, field }) => ({ field, value: unit, expected: `${department}***` }),
  );
}

/** The pool belongs to the department itself, which needs no registration. */
export function unitNotRegistered(state: State, units: readonly UnitPlace[]): Refusal | undefined {
  return refusedFor(
    'unit-not-registered',
    units.filter(({ unit }) => !isPool(unit) && !state.units.has(unit)),
    ({ unit, field }) => ({ field, value: unit }),
  );
}

/** Functional codes are posted to 项, economic ones to 类 or 款; both must stand in the lists of the fiscal year. */
export function unknownCode(chart: Chart, fiscalYear: number, lines: readonly NamedLine[]): Refusal | undefined {
  const isKnown = (kind: 'function' | 'economic', code: string): boolean =>
    chart.nameOf(kind, fiscalYear, code) !== undefined;
  // The paths to the codes are spelled out only where one is wrong.
  if (lines.every((line) => isKnown('function', line.function) && isKnown('economic', line.economic))) return undefined;
  const used = lines.flatMap(({ field, function: functional, economic }) => [
    { field: `${field}.function`, kind: 'function' as const, code: functional },
    { field: `${field}.economic`, kind: 'economic' as const, code: economic },
  ]);
  const known = new Map<string, string>();
  const nearestTo = (kind: 'function' | 'economic', code: string): string => {
    const nearest = known.get(`${kind} ${code}`) ?? nearestCodes(chart, kind, fiscalYear, code);
    known.set(`${kind} ${code}`, nearest);
    return nearest;
  };
  return refusedFor(
    'unknown-code',
    used.filter(({ kind, code }) => !isKnown(kind, code)),
    ({ field, kind, code }) => {
      const nearest = nearestTo(kind, code);
      return { field, value: code, expected: `${kind} ${fiscalYear}`, ...(nearest === '' ? {} : { nearest }) };
    },
  );
}

const MOST_NEAREST = 3;

/** The codes of the list that are most like one that it does not have: of those that begin alike, the ones that are next to it. */
function nearestCodes(chart: Chart, kind: 'function' | 'economic', year: number, code: string): string {
  const shared = (other: string): number => Array.from(other).findIndex((digit, index) => digit !== code[index]);
  const likeness = (other: string): number => (shared(other) === -1 ? other.length : shared(other));
  const distance = (other: string): number => Math.abs(Number(other.padEnd(7, '0')) - Number(code.padEnd(7, '0')));
  return chart
    .codesOf(kind, year)
    .filter((other) => (kind === 'function' ? other.length === 7 : other.length >= 3) && likeness(other) > 0)
    .sort((a, b) => likeness(b) - likeness(a) || distance(a) - distance(b) || (a < b ? -1 : 1))
    .slice(0, MOST_NEAREST)
    .map((other) => `${other} ${chart.nameOf(kind, year, other) ?? ''}`)
    .join('、');
}

/** 预算年度自公历一月一日起，至十二月三十一日止。 */
export function effectiveDateOutsideFiscalYear(fiscalYear: number, effectiveDate: string): Refusal | undefined {
  if (effectiveDate.startsWith(`${fiscalYear}-`)) return undefined;
  const expected = `${fiscalYear}-01-01…${fiscalYear}-12-31`;
  return refusal('effective-date-outside-fiscal-year', [{ field: 'effectiveDate', value: effectiveDate, expected }]);
}

const MOST_YEARS_AHEAD = 2;

/** Years that a command names, with where it does. */
export interface NamedYear {
  field: string;
  year: number;
}

/** A slip of the pen (2099 for 2029) opens a year that nobody looks at; who means it says so. Years of the past are loaded as they come. */
export function yearFarAhead(today: string | undefined, years: readonly NamedYear[]): Refusal | undefined {
  if (today === undefined) return undefined;
  const last = Number(today.slice(0, 4)) + MOST_YEARS_AHEAD;
  return refusedFor(
    'year-far-ahead',
    years.filter(({ year }) => year > last),
    ({ field, year }) => ({ field, value: String(year), expected: `≤ ${last}, confirmFiscalYear: true` }),
  );
}

export function originYearNotEarlier(fiscalYear: number, lines: readonly NamedLine[]): Refusal | undefined {
  return refusedFor(
    'origin-year-not-earlier',
    lines.filter(({ originYear }) => originYear !== undefined && originYear >= fiscalYear),
    ({ field, originYear }) => ({
      field: `${field}.originYear`,
      value: String(originYear),
      expected: `< ${fiscalYear}`,
    }),
  );
}

/** 年终结账: what is closed takes nothing until it is reopened with a reason. */
export function yearClosed(state: State, fiscalYears: readonly number[]): Refusal | undefined {
  return refusedFor(
    'year-closed',
    fiscalYears.filter((year) => state.closedYears.has(year)),
    (year) => ({ field: 'fiscalYear', value: String(year) }),
  );
}

interface UnitPlace {
  unit: string;
  field: string;
}

/** The units of lines with their paths in the command. */
export function unitPlaces(lines: readonly NamedLine[]): UnitPlace[] {
  return lines.map(({ unit, field }) => ({ unit, field: `${field}.unit` }));
}

/** The refusal that names every offender, or nothing where there is none. */
export function refusedFor<T>(
  code: Refusal['code'],
  offending: readonly T[],
  figure: (offender: T) => RefusalFigure,
): Refusal | undefined {
  return offending.length === 0 ? undefined : refusal(code, offending.map(figure));
}
