import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Problem } from './problem';
import { sseMessage, sseRetry } from './sse';

/** Marks a route whose answers are event streams, for `RouteConfig` of the framework. */
export const EVENT_STREAM = { isEventStream: true } as const;

export const EVENT_STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  // A proxy that gathers the answer before it hands it on would keep every change from its reader.
  'x-accel-buffering': 'no',
} as const;

const RETRY_MS = 2_000;
/** A service that is full must not be asked by everybody again in the next moment. */
const RETRY_WHEN_FULL_MS = 3_000;
const REASONS = new Set(['overloaded', 'position-not-reached', 'other-log', 'unavailable']);

/** Problems that pass, or that the reader mends by a new beginning. A question that does not fit stays wrong however often it is asked. */
export function isComeAgain({ routeOptions }: FastifyRequest, { details: { status } }: Problem): boolean {
  const { isEventStream } = routeOptions.config as { isEventStream?: boolean };
  return isEventStream === true && (status === 409 || status === 429 || status >= 500);
}

/**
 * A browser's EventSource connects again by itself after every end of a stream, and gives up for good on any status but 200. So who
 * must come again is told so in a stream that ends, and how long to wait: each a little otherwise, so that not all come at once.
 */
export function sendComeAgain(reply: FastifyReply, { details, words }: Problem): void {
  const { code, status } = details;
  const isFull = code === 'overloaded' || status === 429;
  const reason = isFull ? 'overloaded' : REASONS.has(code) ? code : 'unavailable';
  const base = isFull ? RETRY_WHEN_FULL_MS : RETRY_MS;
  const retryMs = Math.round(base * (1 + Math.random()));
  const data = JSON.stringify({ reason, ...words, retryMs, problem: details });
  // Ids of another log mean nothing here; an empty one makes a browser forget them.
  const id = reason === 'other-log' ? '' : undefined;
  void reply
    .status(200)
    .headers(EVENT_STREAM_HEADERS)
    .send(`${sseRetry(retryMs)}${sseMessage('come-again', data, id)}`);
}
