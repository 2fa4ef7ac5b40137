/** One message of an event stream. Its data are one line of JSON, so that no line break can end it early. */
export function sseMessage(event: string, data: string, id?: string): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n`;
}

/** A comment keeps the connection open; an id without data moves the reader's place and dispatches nothing. */
export function sseHeartbeat(id?: string): string {
  return `: heartbeat\n${id === undefined ? '' : `id: ${id}\n`}\n`;
}

/** How long a reader waits before it connects again. */
export function sseRetry(milliseconds: number): string {
  return `retry: ${milliseconds}\n\n`;
}
