/**
 * Newest offsets by partition. Written `partition:offset`, separated by commas, as in the answer to a write. The offset -1 says that
 * nothing of the partition counts.
 */
export type Position = ReadonlyMap<number, number>;

const POSITION = /^\d{1,6}:(?:-1|\d{1,15})(?:,\d{1,6}:(?:-1|\d{1,15})){0,999}$/;

export function parsePosition(text: string): Position | undefined {
  if (!POSITION.test(text)) return undefined;
  const position = new Map<number, number>();
  for (const part of text.split(',')) {
    const [partition = 0, offset = 0] = part.split(':').map(Number);
    position.set(partition, Math.max(offset, position.get(partition) ?? -1));
  }
  return position;
}

export function formatPosition(position: Position): string {
  return [...position]
    .sort(([a], [b]) => a - b)
    .map(([partition, offset]) => positionOf({ partition, offset }))
    .join(',');
}

/** Where one record stands, as a position: `3:41`. */
export function positionOf({ partition, offset }: { partition: number; offset: number }): string {
  return `${partition}:${offset}`;
}
