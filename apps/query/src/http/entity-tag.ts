/** Changes when the shape of the answers does, so that no cache keeps one of an older program. */
const ANSWERS_VERSION = '4';

/**
 * The tag of an answer by the streams and revisions that it was made from, and by what it was made with. It is weak, because the same
 * answer may come compressed, and because the position that it names moves on with records of others; all else is the same, byte for
 * byte, whenever it is asked for again.
 */
export function entityTag(parts: readonly string[]): string {
  return `W/"${[...parts, ANSWERS_VERSION].join(';')}"`;
}

/** Whether If-None-Match names the tag. Weak comparison, as RFC 9110 has it. */
export function isNamedBy(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  const opaque = tag.replace(/^W\//, '');
  return [...ifNoneMatch.matchAll(/"[^"]*"/g)].some(([named]) => named === opaque);
}
