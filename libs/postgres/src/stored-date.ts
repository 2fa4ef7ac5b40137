/** Old events may be of year 0, as calendars by ISO 8601 count; Postgres calls it the year 1 before Christ. */
export function dateOf(stored: string): string {
  if (!stored.endsWith(' BC')) return stored;
  return `${String(Number(stored.slice(0, 4)) - 1).padStart(4, '0')}${stored.slice(4, 10)}`;
}
