import { type ClientRequest, get, type IncomingMessage } from 'node:http';

import { until } from '../chaos/wait';

export interface Received {
  event: string | undefined;
  id: string | undefined;
  data: Record<string, unknown>;
}

/** A reader of an event stream that keeps all that it was sent. */
export class SseClient {
  readonly messages: Received[] = [];
  readonly comments: string[] = [];
  lastId: string | undefined;
  retryMs: number | undefined;
  status: number | undefined;
  headers: IncomingMessage['headers'] = {};
  body = '';
  ended = false;
  response: IncomingMessage | undefined;
  private rest = '';
  private readonly request: ClientRequest;

  constructor(url: string, headers: Record<string, string> = {}) {
    this.request = get(url, { headers, agent: false }, (response) => {
      this.status = response.statusCode;
      this.headers = response.headers;
      this.response = response;
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => this.take(chunk));
      response.on('close', () => (this.ended = true));
    });
    this.request.on('error', () => (this.ended = true));
  }

  of(event: string): Received[] {
    return this.messages.filter((message) => message.event === event);
  }

  async untilReady(): Promise<this> {
    await until('the subscription is ready', () => this.of('ready').length > 0 || this.ended);
    if (this.of('ready').length === 0) throw new Error(`the subscription ended: ${String(this.status)} ${this.body}`);
    return this;
  }

  async untilEnded(): Promise<this> {
    await until('the stream ends', () => this.ended);
    return this;
  }

  close(): void {
    this.request.destroy();
  }

  private take(chunk: string): void {
    if (this.status !== 200) {
      this.body += chunk;
      return;
    }
    const messages = (this.rest + chunk).split('\n\n');
    this.rest = messages.pop() ?? '';
    for (const message of messages) this.receive(message);
  }

  private receive(message: string): void {
    const fields = new Map<string, string>();
    for (const line of message.split('\n')) {
      if (line.startsWith(':')) this.comments.push(line);
      const colon = line.indexOf(': ');
      if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 2));
    }
    this.lastId = fields.get('id') ?? this.lastId;
    if (fields.has('retry')) this.retryMs = Number(fields.get('retry'));
    const data = fields.get('data');
    if (data === undefined) return;
    this.messages.push({
      event: fields.get('event'),
      id: fields.get('id'),
      data: JSON.parse(data) as Record<string, unknown>,
    });
  }
}
