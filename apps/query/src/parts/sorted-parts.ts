import type { PlacePart } from '#read-model';

/** By code, or the largest current budget first and then by code; what has no sum to be read stands last. */
export function sortedParts(parts: readonly PlacePart[], sort: 'code' | '-currentYuan'): readonly PlacePart[] {
  if (sort === 'code') return parts;
  return [...parts].sort((a, b) => {
    const [first, second] = [a.totals?.current, b.totals?.current];
    if (first === second) return a.code < b.code ? -1 : 1;
    if (first === undefined || second === undefined) return first === undefined ? 1 : -1;
    return first > second ? -1 : 1;
  });
}
