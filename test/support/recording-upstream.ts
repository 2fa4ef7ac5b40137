import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface Recorded {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** Stands for a service behind the console: it records what comes, and answers as the test says. */
export class RecordingUpstream {
  readonly requests: Recorded[] = [];
  answer: (request: IncomingMessage, response: ServerResponse, body: string) => void = (_, response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  /** Where a request is to be looked at before its body has come. */
  onHead: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined;
  private server: Server | undefined;

  private constructor(private port: number) {}

  static async start(): Promise<RecordingUpstream> {
    const made = new RecordingUpstream(0);
    await made.startAgain();
    return made;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get last(): Recorded {
    return this.requests.at(-1)!;
  }

  async startAgain(): Promise<void> {
    const server = createServer((request, response) => void this.take(request, response));
    server.listen(this.port, '127.0.0.1');
    await once(server, 'listening');
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  async stop(): Promise<void> {
    const closed = once(this.server!, 'close');
    this.server!.close();
    this.server!.closeAllConnections();
    await closed;
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.onHead?.(request, response) === true) return;
    const body = await text(request).catch(() => '');
    const { method = '', url = '', headers } = request;
    this.requests.push({ method, url, headers, body });
    this.answer(request, response, body);
  }
}
