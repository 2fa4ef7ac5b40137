import type { Send } from './client';
import { problemOf, problemOfAnswer } from './problem';

export interface PostOptions {
  /** Ends the tries; what was sent before may have been recorded, and the same id tells. */
  signal?: AbortSignal;
  /** How often it is tried at most; 8 unless told. */
  tries?: number;
  /** Told before each further try, with the reason and the time until then. */
  onWaiting?: (problem: Error, waitMs: number) => void;
}

const TRIES = 8;
const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 10_000;
/** Answers that say nothing against the command itself; the same command is sent again. */
const TRANSIENT = new Set([0, 408, 429, 502, 503, 504]);

/**
 * Posts until there is an outcome. Nothing is recorded twice, since the id of the command stays: an answer that was lost is
 * asked for again. Throws a `Problem` for a refusal, and for whatever was answered last when the tries are over.
 */
export async function post(send: Send, address: string, command: object, options: PostOptions = {}): Promise<unknown> {
  const body = JSON.stringify(command);
  const { signal, tries = TRIES } = options;
  for (let tried = 1; ; tried++) {
    const problem = await once().catch(problemOf);
    if (!(problem instanceof Error)) return problem.outcome;
    signal?.throwIfAborted();
    if (!TRANSIENT.has(problem.status) || tried >= tries) throw problem;
    const waitMs = problem.retryAfterSeconds === undefined ? backoff(tried) : problem.retryAfterSeconds * 1_000;
    options.onWaiting?.(problem, waitMs);
    await pause(waitMs, signal);
  }

  async function once() {
    const headers = { 'content-type': 'application/json' };
    const answer = await send(address, { method: 'POST', headers, body, ...(signal ? { signal } : {}) });
    if (!answer.ok) throw await problemOfAnswer(answer);
    return { outcome: (await answer.json()) as unknown };
  }
}

/** Twice as long each time, and never quite the same, so that many who failed together do not come back together. */
export function backoff(tried: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** (tried - 1), LONGEST_WAIT_MS) * (0.75 + Math.random() / 2);
}

export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const ended = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', ended);
      resolve();
    }, milliseconds);
    if (signal?.aborted) ended();
    else signal?.addEventListener('abort', ended, { once: true });
  });
}
