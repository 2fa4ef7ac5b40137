import { lineKeyOf } from '#domain';
import type { ReportInput, TableCell } from '#report';

/** The lines of either version that the cell takes, by their keys. */
export function lineKeysOf({ takes }: TableCell, inputs: readonly (ReportInput | undefined)[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const input of inputs) {
    for (const { lines } of input?.units ?? []) for (const line of lines) if (takes(line)) keys.add(lineKeyOf(line));
  }
  return keys;
}
