/** What bounds a subscription. The tests take other figures. */
export interface SubscriptionLimits {
  heartbeatMs: number;
  /** How often the database is asked even when nobody has called: a call that was lost must not lose a change. */
  pollMs: number;
  /** Bytes that may wait for one reader, besides one message: with more, nothing is read for it until it has taken them. */
  bufferBytes: number;
  /** A reader that has not taken what waits for it for this long is told to come again. */
  stuckMs: number;
  /** Who is told to go has this long to take it. */
  lingerMs: number;
  /** What a reader is told to wait before it connects again. */
  retryMs: number;
  /** Fewer than the connections that a service takes, so that other readers find some. */
  mostSubscribers: number;
  mostByAddress: number;
  mostByActor: number;
  /** Readers that are brought up to date at the same time; the others wait, so that other reads find connections too. */
  catchingUp: number;
}

/** How many one address and one actor may hold is configured. */
export const DEFAULT_LIMITS: Omit<SubscriptionLimits, 'mostByAddress' | 'mostByActor'> = {
  heartbeatMs: 15_000,
  pollMs: 500,
  bufferBytes: 1024 * 1024,
  stuckMs: 30_000,
  lingerMs: 10_000,
  retryMs: 2_000,
  mostSubscribers: 8_000,
  catchingUp: 3,
};
