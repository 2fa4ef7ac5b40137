const DAY_MS = 86_400_000;
/** Postgres counts from the year 2000. */
const EPOCH_MS = Date.UTC(2000, 0, 1);
const MOST_KNOWN = 10_000;

/** Few days are named again and again. */
const known = new Map<string, number>();

/** The days since 2000-01-01 of a day such as 2024-02-29, also in year 0; undefined for what is no day. */
export function daysOf(day: string): number | undefined {
  let days = known.get(day);
  if (days !== undefined) return days;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const instant = new Date(`${day}T00:00:00.000Z`);
  // A program may take the 30th of February for a day of March.
  if (Number.isNaN(instant.getTime()) || !instant.toISOString().startsWith(day)) return undefined;
  days = (instant.getTime() - EPOCH_MS) / DAY_MS;
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(day, days);
  return days;
}

/** The microseconds since 2000-01-01 of an instant as ISO 8601 writes it in UTC; undefined for what is no instant of the years 1 to 9999. */
export function microsecondsOf(instant: string): bigint | undefined {
  const milliseconds = Date.parse(instant);
  if (Number.isNaN(milliseconds) || !instant.endsWith('Z')) return undefined;
  if (instant.startsWith('0000-') || daysOf(instant.slice(0, 10)) === undefined) return undefined;
  return BigInt(milliseconds - EPOCH_MS) * 1_000n;
}
