import type { Grouping, LineClass } from '#domain';

/** The part of a line's key that a grouping goes by, where its classes are the beginnings of codes cut to their length. */
const PARTS: Readonly<Record<Grouping, string>> = {
  unit: 'unit',
  source: part(2),
  function: part(3),
  'function-class': `left(${part(3)}, 3)`,
  'function-group': `left(${part(3)}, 5)`,
  economic: part(4),
  'economic-class': `left(${part(4)}, 3)`,
  category: part(5),
  // The free text stands last, and may have the sign between the parts in it.
  project: `coalesce(substring(line_key from '^(?:[^|]*[|]){7}(.*)$'), '')`,
};

function part(place: number): string {
  return `split_part(line_key, '|', ${place})`;
}

/** The condition that finds the lines of a class among those of `budget_line`; its parameter is put behind `values`. It says what isOfClass says. */
export function classCondition({ by, key }: LineClass, values: unknown[]): string {
  return `${PARTS[by]} = $${values.push(key)}::text`;
}
