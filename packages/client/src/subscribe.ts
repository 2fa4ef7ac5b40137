import type { Send } from './client';
import { eventsOf, type StreamEvent } from './event-stream';
import { backoff, pause } from './post';
import { problemOf, problemOfAnswer } from './problem';

export interface SubscriptionFilter {
  division?: string;
  department?: string;
  unit?: string;
  year?: number;
  table?: string;
}

export interface Subscription {
  /** Ends the subscription; without it, it goes on until a question does not fit or may not be asked. */
  signal: AbortSignal;
  /** A position that the reader stands on already, as answers name it: only what comes after is sent. */
  from?: string;
  /** `state`, `ready`, `change` and `stopped`, as docs/subscriptions.md has them. */
  onMessage: (message: { event: string; data: unknown; id: string | undefined }) => void;
  /** Whether the connection stands; told at each change. */
  onStanding?: (standing: 'connected' | 'reconnecting') => void;
  /** The reader's place is of no use any more (another log, other rights, a mended stream): what it keeps must be read anew. */
  onBeginAgain?: (reason: string) => void;
}

/** No heartbeat for three of its times means that the connection is dead, whatever the network says. */
const SILENCE_MS = 45_000;
/** A question that does not fit or may not be asked stays so. */
const FINAL = new Set([400, 401, 403, 404]);

/** Follows the changes that a filter selects, through restarts of either side. Throws a `Problem` where asking again is of no use. */
export async function subscribe(send: Send, filter: SubscriptionFilter, subscription: Subscription): Promise<void> {
  const { signal } = subscription;
  const isEnded = (): boolean => signal.aborted;
  const words = Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  const address = `/v1/subscriptions?${new URLSearchParams(words).toString()}`;
  let place = subscription.from;
  let tried = 0;
  while (!isEnded()) {
    let waitMs: number | undefined;
    try {
      for await (const message of connection(send, address, place, signal)) {
        if (tried >= 0) subscription.onStanding?.('connected');
        tried = -1;
        if (message.id !== undefined) place = message.id === '' ? undefined : message.id;
        if (message.event === 'come-again') waitMs = comeAgain(message, subscription);
        else if (message.event !== '')
          subscription.onMessage({ ...message, data: JSON.parse(message.data) as unknown });
      }
    } catch (error) {
      const problem = problemOf(error);
      if (!isEnded() && FINAL.has(problem.status)) throw problem;
    }
    if (isEnded()) return;
    subscription.onStanding?.('reconnecting');
    tried = Math.max(tried, 0) + 1;
    await pause(waitMs ?? backoff(tried), signal).catch(() => undefined);
  }
}

function comeAgain({ data, id }: StreamEvent, { onBeginAgain }: Subscription): number | undefined {
  const { reason, retryMs } = JSON.parse(data) as { reason?: string; retryMs?: number };
  if (id === '') onBeginAgain?.(reason ?? 'unknown');
  return retryMs;
}

/** One connection, until it ends, breaks or falls silent. */
async function* connection(
  send: Send,
  address: string,
  place: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent> {
  const silent = new AbortController();
  let timer = setTimeout(() => silent.abort(), SILENCE_MS);
  try {
    const headers = { accept: 'text/event-stream', ...(place === undefined ? {} : { 'last-event-id': place }) };
    const answer = await send(address, { headers, signal: AbortSignal.any([signal, silent.signal]) });
    if (!answer.ok || answer.body === null) throw await problemOfAnswer(answer);
    for await (const event of eventsOf(answer.body)) {
      clearTimeout(timer);
      timer = setTimeout(() => silent.abort(), SILENCE_MS);
      yield event;
    }
  } finally {
    clearTimeout(timer);
    silent.abort();
  }
}
