/** As many lines take a few milliseconds to be read, decided or written. */
const LARGE = 250;

/** Whether a command, or an event's data, is so large that others should have turns between the steps that are taken with it. */
export function isLarge(value: unknown): boolean {
  return itemsIn(value) >= LARGE;
}

/** How many items its lists have, those of the commands and events within it counted; no further than it matters. */
function itemsIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let items = Array.isArray(value) ? value.length : 0;
  for (const key in value) {
    if (items >= LARGE) break;
    items += itemsIn((value as Record<string, unknown>)[key]);
  }
  return items;
}
