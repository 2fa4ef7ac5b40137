/** Old events may be of year 0, as calendars by ISO 8601 count; Postgres calls it the year 1 before Christ. */
export function storedDate(date: string | null): string | null {
  return date?.startsWith('0000-') === true ? `0001-${date.slice(5)} BC` : date;
}

/** The same way back. */
export function dateOf(stored: string): string {
  if (!stored.endsWith(' BC')) return stored;
  return `${String(Number(stored.slice(0, 4)) - 1).padStart(4, '0')}${stored.slice(4, 10)}`;
}
