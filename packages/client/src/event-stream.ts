/** One message of an event stream; `event` is empty for a heartbeat, which may move the reader's place on. */
export interface StreamEvent {
  event: string;
  data: string;
  /** Absent where the message has none; empty where the reader's place is to be forgotten. */
  id: string | undefined;
}

/** The messages of a body in the form of the HTML standard, 9.2 (text/event-stream), as they come. */
export async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let text = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      text += value;
      const messages = text.split(/\r?\n\r?\n/);
      text = messages.pop() ?? '';
      for (const message of messages) yield eventOf(message);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function eventOf(message: string): StreamEvent {
  const data: string[] = [];
  let event = '';
  let id: string | undefined;
  for (const line of message.split(/\r?\n/)) {
    const [, name, value = ''] = /^([a-z]+)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (name === 'event') event = value;
    if (name === 'id') id = value;
    if (name === 'data') data.push(value);
  }
  return { event, id, data: data.join('\n') };
}
