// Medians, spreads and percentiles. A figure without its spread says little on a machine that others use too.

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The value below which the given share of all values lies. */
export function percentile(values, share) {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** Median, least and most of what the rounds measured. */
export function summary(values) {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) };
}

/** One ratio for each round, each of two figures that were measured next to each other. */
export function ratios(numerators, denominators) {
  return numerators.map((value, round) => value / denominators[round]);
}
