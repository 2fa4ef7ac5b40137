import { lineKeyOf } from '#domain';
import type { ReportInput, TableCell } from '#report';

/** The lines of either version that the cell takes, by their keys. */
export function lineKeysOf({ takes }: TableCell, inputs: readonly (ReportInput | undefined)[]): string[] {
  const lines = inputs.flatMap((input) => input?.units.flatMap((unit) => unit.lines) ?? []);
  return [...new Set(lines.filter(takes).map(lineKeyOf))];
}
