import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { LedgerClient, LedgerUnreachable } from './ledger-client';

interface Seen {
  method: string | undefined;
  url: string | undefined;
  authorization: string | undefined;
  minPosition: string | string[] | undefined;
  commands: unknown[];
}

let server: Server;
let url: string;
let seen: Seen[];
let answer: (request: Seen) => { status?: number; body: unknown };
beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const { method, headers } = request;
      const commands = body === '' ? [] : (JSON.parse(body) as { commands: unknown[] }).commands;
      seen.push({
        method,
        url: request.url,
        authorization: headers.authorization,
        minPosition: headers['ledger-min-position'],
        commands,
      });
      const { status = 200, body: given } = answer(seen.at(-1)!);
      response.writeHead(status).end(typeof given === 'string' ? given : JSON.stringify(given));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => (seen = []));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('posting', () => {
  it('sends the token and answers in order', async () => {
    answer = ({ commands }) => ({ body: { answers: commands.map((body) => ({ status: 201, body })) } });
    expect(await new LedgerClient(url, 'token').post([1, 2])).toEqual([
      { status: 201, body: 1 },
      { status: 201, body: 2 },
    ]);
    expect(seen).toEqual([
      {
        method: 'POST',
        url: '/v1/commands/batch',
        authorization: 'Bearer token',
        minPosition: undefined,
        commands: [1, 2],
      },
    ]);
  });

  it('posts again those alone that may still come to something, and keeps their places', async () => {
    answer = ({ commands }) => ({
      body: {
        answers: commands.map((name) => ({
          status: seen.length > 1 ? 200 : ({ lost: 504, contended: 503 }[name as string] ?? 201),
          body: { name },
        })),
      },
    });
    const answers = await new LedgerClient(url).post(['a', 'lost', 'b', 'contended']);
    expect(answers.map(({ status, body }) => [status, body['name']])).toEqual([
      [201, 'a'],
      [200, 'lost'],
      [201, 'b'],
      [200, 'contended'],
    ]);
    expect(seen.map(({ commands }) => commands)).toEqual([
      ['a', 'lost', 'b', 'contended'],
      ['lost', 'contended'],
    ]);
  });

  it('tells what the ledger says against the whole request', async () => {
    answer = () => ({ status: 401, body: { detail: '缺少有效的令牌' } });
    const posting = new LedgerClient(url).post([1]);
    await expect(posting).rejects.toThrow(LedgerUnreachable);
    await expect(posting).rejects.toThrow('v1/commands/batch: 401 缺少有效的令牌');
  });

  it.each([
    [200, '<html>', 'is no ledger'],
    [502, '<html>', '502 Bad Gateway'],
    [404, 'null', '404 Not Found'],
  ])('tells in a sentence that something else answered: %d %s', async (status, body, message) => {
    answer = () => ({ status, body });
    const posting = new LedgerClient(url).post([1]);
    await expect(posting).rejects.toThrow(LedgerUnreachable);
    await expect(posting).rejects.toThrow(message);
  });
});

describe('reading', () => {
  it('asks again while the service is not available, and names the position to wait for', async () => {
    answer = () => (seen.length < 2 ? { status: 503, body: {} } : { body: { rows: [] } });
    expect(await new LedgerClient(`${url}/ledger`).get('v1/tables', '0:7')).toEqual({ rows: [] });
    expect(seen.map(({ method, url: path, minPosition }) => [method, path, minPosition])).toEqual([
      ['GET', '/ledger/v1/tables', '0:7'],
      ['GET', '/ledger/v1/tables', '0:7'],
    ]);
  });
});
