import http, { type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import https from 'node:https';

/** Who does not take a connection for so long is not there. */
const CONNECTED_WITHIN_MS = 5_000;
/** Longer than any command or read may take; a stream of events is heard of more often. */
const SILENT_MS = 120_000;

/** A service behind the console. */
export class Upstream {
  private readonly client: typeof http | typeof https;
  private readonly agent: http.Agent;

  constructor(readonly url: string) {
    this.client = url.startsWith('https:') ? https : http;
    this.agent = new this.client.Agent({ keepAlive: true });
  }

  /**
   * Sends a request on, its body piece by piece, and answers the beginning of its answer. Nothing is sent a second time, but for a read by a kept
   * connection that the service was closing just then: it has not been heard.
   */
  async send(from: IncomingMessage, headers: OutgoingHttpHeaders, signal: AbortSignal): Promise<IncomingMessage> {
    const isRead = from.method === 'GET' || from.method === 'HEAD';
    const first = this.begin(from, headers, signal);
    if (isRead) first.end();
    else from.pipe(first);
    try {
      return await answerOf(first);
    } catch (error) {
      const wasClosing = first.reusedSocket && (error as NodeJS.ErrnoException).code === 'ECONNRESET';
      if (!isRead || !wasClosing || signal.aborted) throw error;
      const second = this.begin(from, headers, signal);
      second.end();
      return answerOf(second);
    }
  }

  close(): void {
    this.agent.destroy();
  }

  /** The address goes on as it came: what looks like a way out of `/v1` is no other address to the service. */
  private begin(
    { method, url: path }: IncomingMessage,
    headers: OutgoingHttpHeaders,
    signal: AbortSignal,
  ): ClientRequest {
    const to = { method, path, headers, agent: this.agent, signal, timeout: SILENT_MS };
    const request = this.client.request(this.url, to);
    request.once('timeout', () => request.destroy(new Error('no answer')));
    request.once('socket', (socket) => {
      if (!socket.connecting) return;
      const timer = setTimeout(() => request.destroy(new Error('no connection')), CONNECTED_WITHIN_MS);
      socket.once('connect', () => clearTimeout(timer)).once('close', () => clearTimeout(timer));
    });
    return request;
  }
}

function answerOf(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    // What goes wrong behind the beginning of the answer is told by the answer itself.
    request.on('error', reject);
  });
}
