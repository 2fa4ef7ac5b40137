import type { Chart } from './chart';
import { departmentOf } from './codes';
import { currentOf, dimensionsOf, lineKeyOf, type LineDimensions, type PostingLine } from './line';
import { type Fen, fenOf, yuanOf } from './money';
import { type Refusal, type RefusalFigure, refusal } from './refusal';
import { type State, unitYearOf } from './state';

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

export function unitNotRegistered(state: State, units: readonly UnitPlace[]): Refusal | undefined {
  return refusedFor(
    'unit-not-registered',
    units.filter(({ unit }) => !state.units.has(unit)),
    ({ unit, field }) => ({ field, value: unit }),
  );
}

/** Functional codes are posted to 项, economic ones to 类 or 款; both must stand in the lists of the fiscal year. */
export function unknownCode(chart: Chart, fiscalYear: number, lines: readonly NamedLine[]): Refusal | undefined {
  const used = lines.flatMap(({ field, function: functional, economic }) => [
    { field: `${field}.function`, kind: 'function' as const, code: functional },
    { field: `${field}.economic`, kind: 'economic' as const, code: economic },
  ]);
  return refusedFor(
    'unknown-code',
    used.filter(({ kind, code }) => chart.nameOf(kind, fiscalYear, code) === undefined),
    ({ field, kind, code }) => ({ field, value: code, expected: `${kind} ${fiscalYear}` }),
  );
}

/** 预算年度自公历一月一日起，至十二月三十一日止。 */
export function effectiveDateOutsideFiscalYear(fiscalYear: number, effectiveDate: string): Refusal | undefined {
  if (effectiveDate.startsWith(`${fiscalYear}-`)) return undefined;
  const expected = `${fiscalYear}-01-01…${fiscalYear}-12-31`;
  return refusal('effective-date-outside-fiscal-year', [{ field: 'effectiveDate', value: effectiveDate, expected }]);
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

/** Out of one fund and one origin year goes what comes in: anything else would turn carried-over money into fresh money. */
export function transferUnbalanced(from: readonly NamedLine[], to: readonly NamedLine[]): Refusal | undefined {
  const group = ({ source, originYear }: NamedLine): string => `${source}/${originYear ?? ''}`;
  return unbalanced('transfer-unbalanced', from, to, group);
}

/** Personnel, operating and project money each stay what they are. */
export function transferCrossesCategory(from: readonly NamedLine[], to: readonly NamedLine[]): Refusal | undefined {
  const group = ({ source, originYear, category }: NamedLine): string => `${source}/${originYear ?? ''}/${category}`;
  return unbalanced('transfer-crosses-category', from, to, group);
}

/** No line may give more than it has, all that the command takes from it counted together. */
export function lineBelowZero(state: State, fiscalYear: number, taken: readonly NamedLine[]): Refusal | undefined {
  const asked = new Map<string, { field: string; line: LineDimensions; askedFen: Fen }>();
  for (const line of taken) {
    const key = lineKeyOf(line);
    const before = asked.get(key);
    const askedFen = (before?.askedFen ?? 0n) + fenOf(line.amountYuan);
    asked.set(key, { field: before?.field ?? line.field, line: dimensionsOf(line), askedFen });
  }
  const available = (line: LineDimensions): Fen => {
    const known = unitYearOf(state, fiscalYear, line.unit).lines.get(lineKeyOf(line));
    // Nothing can be frozen or paid in this ledger yet, so all of the current budget is available.
    return known === undefined ? 0n : currentOf(known);
  };
  return refusedFor(
    'line-below-zero',
    [...asked.values()].filter(({ line, askedFen }) => askedFen > available(line)),
    ({ field, line, askedFen }) => ({
      field,
      line,
      askedYuan: yuanOf(askedFen),
      availableYuan: yuanOf(available(line)),
    }),
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

function refusedFor<T>(
  code: Refusal['code'],
  offending: readonly T[],
  figure: (offender: T) => RefusalFigure,
): Refusal | undefined {
  return offending.length === 0 ? undefined : refusal(code, offending.map(figure));
}

function unbalanced(
  code: Refusal['code'],
  from: readonly NamedLine[],
  to: readonly NamedLine[],
  groupOf: (line: NamedLine) => string,
): Refusal | undefined {
  const groups = new Map<string, { out: Fen; in: Fen }>();
  const add = (line: NamedLine, side: 'out' | 'in'): void => {
    const group = groups.get(groupOf(line)) ?? { out: 0n, in: 0n };
    group[side] += fenOf(line.amountYuan);
    groups.set(groupOf(line), group);
  };
  from.forEach((line) => add(line, 'out'));
  to.forEach((line) => add(line, 'in'));
  return refusedFor(
    code,
    [...groups].filter(([, sums]) => sums.out !== sums.in),
    ([value, sums]) => ({ field: 'to', value, askedYuan: yuanOf(sums.in), availableYuan: yuanOf(sums.out) }),
  );
}
