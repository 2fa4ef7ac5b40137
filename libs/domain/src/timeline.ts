import type { Fen } from './money';

/** What changed an amount on one day. */
interface Change {
  readonly date: string;
  readonly deltaFen: Fen;
}

/**
 * An amount over effective dates, as its changes by day in order of the days. The amount at the end of a day is the sum of the changes
 * up to it, whenever they were recorded; so a back-dated posting changes every later day and no earlier one.
 */
export type Timeline = readonly Change[];

/** Adds a change. A day whose changes add up to nothing is left out, so a timeline is as long as its days and not as its postings. */
export function changed(timeline: Timeline, date: string, deltaFen: Fen): Timeline {
  if (deltaFen === 0n) return timeline;
  let at = timeline.length;
  while (at > 0 && (timeline[at - 1] as Change).date >= date) at -= 1;
  const there = timeline[at];
  const sameDay = there !== undefined && there.date === date;
  const sum = (sameDay ? there.deltaFen : 0n) + deltaFen;
  const behind = timeline.slice(sameDay ? at + 1 : at);
  return sum === 0n
    ? [...timeline.slice(0, at), ...behind]
    : [...timeline.slice(0, at), { date, deltaFen: sum }, ...behind];
}

/** The least that the amount comes to on the day or on any later one, and the first day on which it does. */
export function lowestFrom(timeline: Timeline, date: string): { fen: Fen; date: string } {
  let fen = 0n;
  let at = 0;
  for (; at < timeline.length && (timeline[at] as Change).date <= date; at += 1)
    fen += (timeline[at] as Change).deltaFen;
  let lowest = { fen, date };
  for (; at < timeline.length; at += 1) {
    const change = timeline[at] as Change;
    fen += change.deltaFen;
    if (fen < lowest.fen) lowest = { fen, date: change.date };
  }
  return lowest;
}
