import type { IncomingMessage, ServerResponse } from 'node:http';

const MOST_BYTES = 8_192;

/** The fields of a form that was posted; nothing where it is more than a form of this kind holds. */
export async function formOf(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of request as AsyncIterable<Buffer>) {
      bytes += part.length;
      if (bytes > MOST_BYTES) return undefined;
      parts.push(part);
    }
  } catch {
    return undefined;
  }
  return new URLSearchParams(Buffer.concat(parts).toString('utf8'));
}

/** Who says that they are which client, and by which secret: RFC 6749, 2.3.1. */
export function credentialsIn({ headers }: IncomingMessage, form: URLSearchParams): { id: string; secret: string } {
  const basic = /^Basic +([\w+/=-]+)$/i.exec(headers.authorization ?? '')?.[1];
  if (basic === undefined) return { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '' };
  const [id = '', ...secret] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  // Both parts are written as in a form.
  const decoded = (text: string): string => new URLSearchParams(`x=${text}`).get('x') ?? '';
  return { id: decoded(id), secret: decoded(secret.join(':')) };
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers })
    .end(JSON.stringify(body));
}
