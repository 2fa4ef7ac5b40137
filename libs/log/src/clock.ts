/** What this machine's clock and the brokers' say at one moment, in milliseconds since 1970. */
export interface ClockReading {
  own: number;
  /** Absent where nobody asked the brokers; then the own clock is believed. */
  broker?: number;
}

/** Why nothing is recorded: this clock, or the newest record of the stream, lies too far from the brokers' time. */
export type NoStamp =
  | { kind: 'clock-apart'; own: string; broker: string; aheadMs: number }
  | { kind: 'stream-ahead'; headTime: string; until: string };

/** Clocks that are further apart than this are not both right. */
const MOST_APART_MS = 60_000;
/** A stamp goes no further than this, since two ledgers know the brokers' time to within some seconds only. */
const MOST_AHEAD_MS = 55_000;

/** The clock where it may stamp nothing; nothing while it is right enough. */
export function clockApart({ own, broker = own }: ClockReading): Extract<NoStamp, { kind: 'clock-apart' }> | undefined {
  if (Math.abs(own - broker) <= MOST_APART_MS) return undefined;
  return { kind: 'clock-apart', own: isoOf(own), broker: isoOf(broker), aheadMs: Math.round(own - broker) };
}

/** A stream whose newest record lies in the future: what is recorded behind it would have to lie there too. */
export function streamAhead(
  { own, broker = own }: ClockReading,
  headTime: string,
): Extract<NoStamp, { kind: 'stream-ahead' }> | undefined {
  if (headTime <= isoOf(broker + MOST_APART_MS)) return undefined;
  return { kind: 'stream-ahead', headTime, until: isoOf(Date.parse(headTime) - MOST_APART_MS) || headTime };
}

/**
 * When a record behind this head is recorded: by this clock, never before the head, and never more than a minute ahead of the brokers. Pure;
 * every ledger that reads the same clocks stamps the same.
 */
export function stampBehind(headTime: string, reading: ClockReading): { kind: 'stamp'; time: string } | NoStamp {
  const wrong = clockApart(reading) ?? streamAhead(reading, headTime);
  if (wrong !== undefined) return wrong;
  const { own, broker = own } = reading;
  const clock = isoOf(Math.min(own, broker + MOST_AHEAD_MS));
  return { kind: 'stamp', time: clock > headTime ? clock : headTime };
}

function isoOf(milliseconds: number): string {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
