/** As much of a list as one answer tells. What was recorded can be read whole in the audit trail. */
export const MOST_TOLD = 1_000;

export interface Shortened {
  value: unknown;
  /** How many items each list lacks, by its path; absent where nothing was left out. */
  leftOut?: Record<string, number>;
}

/** The same value with no list longer than an answer tells. */
export function shortened(value: unknown, most: number): Shortened {
  const leftOut: Record<string, number> = {};
  const short = cut(value, most, '', leftOut);
  return Object.keys(leftOut).length === 0 ? { value } : { value: short, leftOut };
}

function cut(value: unknown, most: number, path: string, leftOut: Record<string, number>): unknown {
  if (Array.isArray(value)) {
    if (value.length > most) leftOut[path] = value.length - most;
    return value.slice(0, most).map((item, index) => cut(item, most, `${path}[${index}]`, leftOut));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => [
    key,
    cut(item, most, path === '' ? key : `${path}.${key}`, leftOut),
  ]);
  return Object.fromEntries(entries);
}
