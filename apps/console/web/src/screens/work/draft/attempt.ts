/** One try to record one content. Its id stays until the outcome is known, so that a repetition records nothing twice. */
export interface Attempt {
  commandId: string;
  /** The command without its id, as JSON. */
  content: string;
  /** Whether it was ever sent: what was not sent cannot have been recorded. */
  isSent: boolean;
}

/**
 * The try that a content goes out with: the one before where it says the same and its outcome is not known, and a new one otherwise.
 * A refusal is an outcome and takes its id, so the same content after it is a new try.
 */
export function attemptOf(content: string, last: Attempt | undefined, newId: () => string): Attempt {
  return last?.content === content ? last : { commandId: newId(), content, isSent: false };
}

/** Statuses after which it is known that the command was answered for good: the next try gets another id. */
export function isOutcome(status: number): boolean {
  return status === 409 || status === 422;
}

/** Statuses that nothing can have been recorded with, whatever happens later; the rest leaves it open. */
export function isKnownUnrecorded(status: number): boolean {
  return isOutcome(status) || [400, 403, 404, 412, 413, 415].includes(status);
}
