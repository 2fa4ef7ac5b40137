/** What bounds the connections of a server. The tests take other figures. */
export interface HttpLimits {
  /** Within this time the headers of a request must be there, or it is answered 408. */
  headersMs: number;
  /** Within this time a request must be there as a whole, its body too, or it is answered 408. */
  requestMs: number;
  /** How often requests that are under way are looked at. */
  checkEveryMs: number;
  /** Who takes nothing of an answer for this long is cut off. */
  unreadMs: number;
  /** What a sender goes on with after its answer is thrown away for this long, and then its connection is cut. */
  lingerMs: number;
  /** By more connections than this every request but those for health is answered 503. */
  connections: number;
}

export const DEFAULT_HTTP_LIMITS: HttpLimits = {
  headersMs: 30_000,
  requestMs: 30_000,
  checkEveryMs: 1_000,
  unreadMs: 60_000,
  lingerMs: 5_000,
  connections: 10_000,
};

/** The largest head of a request, its address and headers; more is answered 431. */
export const HEAD_LIMIT_BYTES = 16 * 1024;
