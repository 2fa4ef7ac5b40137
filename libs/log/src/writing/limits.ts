export interface WriterLimits {
  /** Commands that may wait or be under way in one partition. */
  queued: number;
  /** Decisions of one stream that may be under way without being read back. */
  pipelined: number;
  /** Races that a command may lose before it is answered `contended`. */
  tries: number;
  /** The largest record, and the largest batch, that the broker is asked to take. */
  recordBytes: number;
  batchBytes: number;
}

export const DEFAULT_LIMITS: WriterLimits = {
  queued: 20_000,
  pipelined: 2_000,
  tries: 32,
  recordBytes: 8 * 1024 * 1024 - 4_096,
  batchBytes: 2 * 1024 * 1024,
};
