import type { Fen } from '#domain';

/** Events must add up to what the tables say, to the fen. Where they do not, the tables are wrong, and no answer is better than a wrong one. */
export function assertAddsUp(what: string, stated: Fen, fromEvents: Fen): void {
  if (stated === fromEvents) return;
  throw new Error(`${what}: the tables state ${stated} fen and the events add up to ${fromEvents} fen`);
}
