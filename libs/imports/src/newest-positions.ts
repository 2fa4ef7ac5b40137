import { parsePosition, positionOf } from '#domain';

/** The newest position of each partition, as one vector. */
export function newestPositions(positions: readonly string[]): string {
  const newest = new Map<number, number>();
  for (const position of positions) {
    for (const [partition, offset] of parsePosition(position) ?? []) {
      newest.set(partition, Math.max(newest.get(partition) ?? 0, offset));
    }
  }
  return [...newest].map(([partition, offset]) => positionOf({ partition, offset })).join(',');
}
