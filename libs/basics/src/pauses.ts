/**
 * The pauses between tries of what does not work yet, in milliseconds: each call answers the next one, twice as long as the one before and
 * never longer than `most`. Waiting is the caller's, who knows by which clock and until when.
 */
export function pauses({ first, most }: { first: number; most: number }): () => number {
  let next = first;
  return () => {
    const pause = next;
    next = Math.min(next * 2, most);
    return pause;
  };
}
