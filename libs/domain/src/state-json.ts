import type { PerformanceTargets } from './events';
import { AMOUNT_COLUMNS, dimensionsOf, emptyLine, type Line, lineKeyOf } from './line';
import { fenOf, yuanOf } from './money';
import type { State, Unit, UnitYear } from './state';

/** The form of a state outside the process. Another form gets another number, and snapshots of the old one are ignored. */
export const STATE_VERSION = 'state-1';

interface StateJson {
  units: Unit[];
  unitYears: {
    fiscalYear: number;
    unit: string;
    lines: Record<string, unknown>[];
    targets: [project: string, targets: PerformanceTargets][];
  }[];
}

/** The state as plain JSON, amounts as decimal strings in yuan. */
export function stateToJson(state: State): StateJson {
  return {
    units: [...state.units.values()],
    unitYears: [...state.years].flatMap(([fiscalYear, units]) =>
      [...units].map(([unit, { lines, targets }]) => ({
        fiscalYear,
        unit,
        lines: [...lines.values()].map(lineToJson),
        targets: [...targets],
      })),
    ),
  };
}

/** The inverse of stateToJson. Throws where an amount is none. */
export function stateFromJson(json: unknown): State {
  const { units, unitYears } = json as StateJson;
  const years = new Map<number, Map<string, UnitYear>>();
  for (const { fiscalYear, unit, lines, targets } of unitYears) {
    const year = years.get(fiscalYear) ?? new Map<string, UnitYear>();
    years.set(fiscalYear, year);
    const entries = lines.map((line) => lineFromJson(line, fiscalYear)).map((line) => [lineKeyOf(line), line] as const);
    year.set(unit, { lines: new Map(entries), targets: new Map(targets) });
  }
  return { units: new Map(units.map((unit) => [unit.unit, unit])), years };
}

function lineToJson(line: Line): Record<string, unknown> {
  const json: Record<string, unknown> = { ...dimensionsOf(line) };
  for (const column of AMOUNT_COLUMNS) json[`${column}Yuan`] = yuanOf(line[column]);
  return json;
}

function lineFromJson(json: Record<string, unknown>, fiscalYear: number): Line {
  const line = emptyLine(json as unknown as Line, fiscalYear);
  for (const column of AMOUNT_COLUMNS) line[column] = fenOf(String(json[`${column}Yuan`]));
  return line;
}
