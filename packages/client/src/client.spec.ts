import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { type Command, ledgerClient } from './client';
import { problemOf } from './problem';

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

const COMMAND = { type: 'CloseYear', commandId: 'c-1' } as unknown as Command;
const RECEIPT = { commandId: 'c-1', eventId: '361100/126@1', position: '4:7' };

/** A service that answers each request by the next of the answers, the last one again and again. */
async function withService(
  answers: Answer[],
  use: (url: string, seen: { url: string; body: string; headers: IncomingMessage['headers'] }[]) => Promise<void>,
) {
  const seen: { url: string; body: string; headers: IncomingMessage['headers'] }[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString('utf8');
      seen.push({ url: request.url ?? '', body, headers: request.headers });
      (answers.length > 1 ? answers.shift() : answers[0])?.(request, response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const json =
  (status: number, body: object, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const broken: Answer = (request) => request.socket.destroy();
const stream =
  (text: string): Answer =>
  (_, response) =>
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end(text);

describe('posting', () => {
  it('sends the same command again until its outcome is known, and tells of each wait', async () => {
    const away = json(503, { code: 'unavailable' }, { 'retry-after': '0' });
    await withService(
      [broken, away, json(504, { code: 'fate-unknown' }, { 'retry-after': '0' }), json(201, RECEIPT)],
      async (url, seen) => {
        const waits: string[] = [];
        const { post } = ledgerClient({ baseUrl: url, token: () => 'secret' });
        const receipt = await post(COMMAND, { onWaiting: (problem) => waits.push(problemOf(problem).code) });
        expect(receipt).toEqual(RECEIPT);
        expect(waits).toEqual(['unreachable', 'unavailable', 'fate-unknown']);
        expect(new Set(seen.map(({ body }) => body)).size).toBe(1);
        expect(seen[0]?.headers.authorization).toBe('Bearer secret');
      },
    );
  });

  it('takes a refusal for an outcome, with its rule and its figures', async () => {
    const refusal = {
      code: 'line-below-zero',
      detail: '可用余额不足 short',
      legalSource: '《预算法》',
      figures: [{ field: 'lines[0]' }],
    };
    await withService([json(422, refusal)], async (url, seen) => {
      const posted = ledgerClient({ baseUrl: url }).post(COMMAND);
      await expect(posted).rejects.toMatchObject({ status: 422, code: 'line-below-zero', legalSource: '《预算法》' });
      expect(seen.length).toBe(1);
    });
  });

  it('ends when it has been tried often enough, or when somebody ends it', async () => {
    await withService([json(503, { code: 'unavailable' }, { 'retry-after': '0' })], async (url, seen) => {
      const { post } = ledgerClient({ baseUrl: url });
      await expect(post(COMMAND, { tries: 3 })).rejects.toMatchObject({ status: 503 });
      expect(seen.length).toBe(3);
      const ender = new AbortController();
      const posted = post(COMMAND, { signal: ender.signal, onWaiting: () => ender.abort(new Error('left')) });
      await expect(posted).rejects.toThrow('left');
    });
  });

  it('tries out without recording', async () => {
    await withService([json(200, { dryRun: true })], async (url, seen) => {
      await ledgerClient({ baseUrl: url }).tryOut(COMMAND);
      expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ ...COMMAND, dryRun: true });
    });
  });
});

describe('a subscription', () => {
  it('goes on behind the newest change after a connection ended or broke, and begins again when it is told to', async () => {
    const first = stream('event: change\nid: 4:7\ndata: {"n":1}\n\n');
    const again = stream('event: come-again\nid:\ndata: {"reason":"mended","retryMs":1}\n\n');
    const last = stream('event: change\nid: 4:9\ndata: {"n":2}\n\n');
    await withService([first, broken, again, last], async (url, seen) => {
      const ender = new AbortController();
      const told: unknown[] = [];
      await ledgerClient({ baseUrl: url })
        .subscribe(
          { division: '361100', year: 2024 },
          {
            signal: ender.signal,
            from: '4:5',
            onMessage: ({ data }) => {
              told.push(data);
              if (told.length === 3) ender.abort();
            },
            onBeginAgain: (reason) => told.push(reason),
          },
        )
        .catch(() => undefined);
      expect(seen.map(({ headers }) => headers['last-event-id'])).toEqual(['4:5', '4:7', '4:7', undefined]);
      expect(told).toEqual([{ n: 1 }, 'mended', { n: 2 }]);
    });
  });

  it('ends with the problem where asking again is of no use', async () => {
    await withService([json(403, { code: 'forbidden' })], async (url) => {
      const following = ledgerClient({ baseUrl: url }).subscribe(
        {},
        { signal: new AbortController().signal, onMessage: () => undefined },
      );
      await expect(following).rejects.toMatchObject({ status: 403, code: 'forbidden' });
    });
  });
});
