import { once } from 'node:events';
import { Agent, type IncomingMessage, request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';

import type { HttpRequest, SocketRequest } from './request';

export const PATIENCE_MS = 10_000;

/** What came back, and how long it took. */
export interface Heard {
  /** A status, or what happened in its place. */
  status: number | 'hangs' | 'closed';
  milliseconds: number;
  contentType: string;
  body: Buffer;
}

const NOTHING = Buffer.alloc(0);

/** Speaks HTTP as clients do, and as none does. */
export class HttpSender {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });

  constructor(private readonly ports: Readonly<Record<'ledger' | 'query', number>>) {}

  async send(request: HttpRequest | SocketRequest): Promise<Heard> {
    const started = performance.now();
    const patienceMs = request.over === 'http' ? (request.patienceMs ?? PATIENCE_MS) : PATIENCE_MS;
    const patience = new AbortController();
    const late = pause(patienceMs, undefined, { signal: patience.signal }).then(
      () => nothing('hangs'),
      () => nothing('hangs'),
    );
    const close: { now?: () => void } = {};
    try {
      const answer = request.over === 'http' ? this.ask(request, close) : this.write(request, close);
      const heard = await Promise.race([answer.catch(() => nothing('closed')), late]);
      return { ...heard, milliseconds: performance.now() - started };
    } finally {
      patience.abort();
      close.now?.();
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private async ask(request: HttpRequest, close: { now?: () => void }): Promise<Omit<Heard, 'milliseconds'>> {
    const { service, method, path, headers, body, isEndless } = request;
    const question = httpRequest({
      agent: this.agent,
      host: '127.0.0.1',
      port: this.ports[service],
      method,
      path,
      headers,
    });
    close.now = () => {
      question.destroy();
    };
    // A server may well answer before it has read what it does not want; what cannot be written then is no failure.
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      question.once('response', resolve);
      question.once('close', () => {
        reject(new Error('closed'));
      });
      question.on('error', () => undefined);
    });
    question.end(body);
    const answer = await answered;
    const head = { status: answer.statusCode ?? 0, contentType: answer.headers['content-type'] ?? '' };
    if (isEndless === true && answer.statusCode === 200) return { ...head, body: NOTHING };
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    const whole = Buffer.concat(chunks);
    const isPacked = answer.headers['content-encoding'] === 'gzip' && whole.length > 0;
    return { ...head, body: isPacked ? gunzipSync(whole) : whole };
  }

  private async write(request: SocketRequest, close: { now?: () => void }): Promise<Omit<Heard, 'milliseconds'>> {
    const socket: Socket = connect(this.ports[request.service], '127.0.0.1');
    socket.on('error', () => undefined);
    close.now = () => {
      socket.destroy();
    };
    const chunks: Buffer[] = [];
    const isStream = once(socket, 'data').then(() => undefined);
    socket.on('data', (chunk) => chunks.push(chunk));
    const closed = once(socket, 'close');
    socket.end(request.bytes);
    await Promise.race([closed, isStream.then(() => endOf(socket, chunks))]);
    const said = Buffer.concat(chunks);
    const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(said.toString('latin1')) ?? [];
    return { status: status === undefined ? 'closed' : Number(status), contentType: '', body: said };
  }
}

/** A subscription that was opened by hand never ends; that it has begun is enough. */
async function endOf(socket: Socket, chunks: readonly Buffer[]): Promise<void> {
  if (Buffer.concat(chunks).includes('text/event-stream')) return;
  await once(socket, 'close');
}

function nothing(status: 'hangs' | 'closed'): Omit<Heard, 'milliseconds'> {
  return { status, contentType: '', body: NOTHING };
}
