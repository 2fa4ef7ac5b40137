import type { Line } from '#domain';

/** Some 600 bytes each. */
const MOST_LINES = 60_000;

/**
 * Lines as this process left them in the tables, by partition and place, so that the next batch need not look them up. They hold as long
 * as nobody else writes the partition, which the checkpoint tells; those that were not touched for longest are let go first.
 */
export class KnownLines {
  private readonly byPartition = new Map<number, Map<string, Line>>();
  private readonly mostEach: number;

  constructor(partitions: number, most = MOST_LINES) {
    this.mostEach = Math.ceil(most / partitions);
  }

  of(partition: number): ReadonlyMap<string, Line> {
    return this.byPartition.get(partition) ?? new Map<string, Line>();
  }

  /** The lines that a committed transaction left. */
  keep(partition: number, left: Iterable<readonly [place: string, line: Line]>): void {
    const lines = this.byPartition.get(partition) ?? new Map<string, Line>();
    this.byPartition.set(partition, lines);
    for (const [place, line] of left) {
      lines.delete(place);
      lines.set(place, line);
    }
    for (const place of lines.keys()) {
      if (lines.size <= this.mostEach) break;
      lines.delete(place);
    }
  }

  forget(partition: number): void {
    this.byPartition.delete(partition);
  }
}
