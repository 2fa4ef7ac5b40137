/** How many rows each row's cell spans when equal neighbours share one cell: the run's length for its first row, 0 for the rest. */
export function rowSpans<T>(rows: readonly T[], equal: (one: T, next: T) => boolean): number[] {
  const spans: number[] = [];
  let first = 0;
  rows.forEach((row, index) => {
    const before = rows[index - 1];
    if (before !== undefined && equal(before, row)) {
      spans.push(0);
      spans[first] = (spans[first] ?? 0) + 1;
    } else {
      first = index;
      spans.push(1);
    }
  });
  return spans;
}
