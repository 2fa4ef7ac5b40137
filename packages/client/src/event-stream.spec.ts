import fc from 'fast-check';

import { eventsOf, type StreamEvent } from './event-stream';

const encoder = new TextEncoder();

async function read(pieces: readonly Uint8Array[]): Promise<StreamEvent[]> {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
  const events: StreamEvent[] = [];
  for await (const event of eventsOf(body)) events.push(event);
  return events;
}

const TEXT =
  'retry: 2000\n\nevent: change\nid: 0:12,3:41\ndata: {"a":"上饶"}\n\n: \nid: 0:13\n\nevent: come-again\nid:\ndata: {"b":1}\ndata: 2\n\n';

describe('an event stream', () => {
  it('is read as its messages, with heartbeats that move the place on and an empty id that forgets it', async () => {
    expect(await read([encoder.encode(TEXT)])).toEqual([
      { event: '', data: '', id: undefined },
      { event: 'change', data: '{"a":"上饶"}', id: '0:12,3:41' },
      { event: '', data: '', id: '0:13' },
      { event: 'come-again', data: '{"b":1}\n2', id: '' },
    ]);
  });

  it('is read the same wherever the network cuts it, in the middle of a character too', async () => {
    const whole = await read([encoder.encode(TEXT)]);
    const bytes = encoder.encode(TEXT);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 8 }), async (cuts) => {
        const ends = [...cuts, bytes.length].sort((a, b) => a - b);
        const pieces = ends.map((end, index) => bytes.slice(ends[index - 1] ?? 0, end));
        expect(await read(pieces)).toEqual(whole);
      }),
    );
  });

  it('sends nothing of a message that was not finished', async () => {
    expect(await read([encoder.encode('event: change\ndata: {')])).toEqual([]);
  });
});
