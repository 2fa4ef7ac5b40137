import type { Problem } from '#platform';

/** Refusals that were traced where they were decided, so that their answer is not traced once more. */
const told = new WeakSet<Problem>();

export function noteTold(problem: Problem): void {
  told.add(problem);
}

export function isTold(problem: Problem): boolean {
  return told.has(problem);
}
