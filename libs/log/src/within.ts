import { LogUnreachable } from './rule/errors';

/** So long may one question to the brokers take, with all that the client tries again by itself. */
const STEP_MS = 30_000;

/**
 * Settles as the work does, or rejects with LogUnreachable where that takes too long: a broker that takes connections and says nothing would be
 * waited for without end. What becomes of the work then is nobody's business any more.
 */
export async function within<T>(work: Promise<T>, what: string, milliseconds = STEP_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new LogUnreachable(`${what}: no answer within ${milliseconds / 1_000} s`));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}
