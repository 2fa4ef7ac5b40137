/** What is not known, or is more than one, is none of those that a limit names. */
export function isAmong<T>(allowed: readonly T[] | undefined, value: T | undefined): boolean {
  return allowed === undefined || (value !== undefined && allowed.includes(value));
}

export function isIn(years: { from?: number; to?: number } | undefined, year: number | undefined): boolean {
  return (
    years === undefined || (year !== undefined && year >= (years.from ?? -Infinity) && year <= (years.to ?? Infinity))
  );
}
