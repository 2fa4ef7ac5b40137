/** A refused command nests a tenth of this. */
const MOST_DEPTH = 100;

/**
 * What is wrong with data whose form is not known; undefined where nothing is. A value may be nested deeper than any program can walk
 * by calling itself, and a number may be another one in JavaScript than in the record: then what is shown would not be what was written.
 */
export function faultInLooseData(data: unknown): string | undefined {
  let level: unknown[] = [data];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MOST_DEPTH) return `its data are nested deeper than ${MOST_DEPTH} levels`;
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value === 'number' && !isExact(value)) return 'its data hold a number that is not exact';
      if (typeof value !== 'object' || value === null) continue;
      for (const inner of Object.values(value)) next.push(inner);
    }
    level = next;
  }
  return undefined;
}

/** Whole numbers beyond 2^53 are rounded when they are read, and still greater ones are infinite. */
function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}
