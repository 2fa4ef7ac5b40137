import { departmentOf, type Line, poolName } from '#domain';

import { unitWithin, type Within } from '../extents';
import type { KnownUnit } from '../known-unit';
import { addLine, noTotals, type Totals } from '../totals';
import type { PartsPlace, PlacePart } from './place-part';

type SummedPart = PlacePart & { totals: Totals };

/** The parts of another version by code, from the units that were known by then and the lines that count. */
export function earlierParts(
  { department }: PartsPlace,
  fiscalYear: number,
  known: readonly KnownUnit[],
  lines: readonly Line[],
  within: Within | undefined,
): PlacePart[] {
  const isSeen = unitWithin(within);
  const parts = new Map<string, SummedPart>();
  const units = new Map(known.map((one) => [one.unit, one]));
  const departmentNames = new Map([...known].reverse().map((one) => [one.department, one.departmentName]));
  const partOf = (unit: string): SummedPart => {
    const at = departmentOf(unit);
    const code = department === undefined ? at : unit;
    const departmentName = departmentNames.get(at) ?? at;
    const name = department === undefined ? departmentName : (units.get(unit)?.name ?? poolName(departmentName));
    const part = parts.get(code) ?? { department: at, code, name, units: 0, totals: noTotals() };
    parts.set(code, part);
    return part;
  };
  for (const { unit, years, department: at } of known) {
    if (years.includes(fiscalYear) && isSeen({ department: at, unit })) partOf(unit).units += 1;
  }
  for (const line of lines) {
    const { unit } = line;
    if (isSeen({ department: departmentOf(unit), unit })) addLine(partOf(unit).totals, line);
  }
  const isWhole = (at: string): boolean =>
    department !== undefined || within === undefined || within.departments.includes(at);
  return [...parts.values()]
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map(({ totals, ...part }) => (isWhole(part.department) ? { ...part, totals } : part));
}
