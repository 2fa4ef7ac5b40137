import { createHash, generateKeyPairSync, type KeyObject, randomUUID, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

import { exportJWK, importJWK, type JWK, SignJWT } from 'jose';

/** Somebody whom the issuer gives tokens to: RFC 6749 calls them a client. */
export interface SampleClient {
  id: string;
  secret: string;
  /** What events will name them. */
  name: string;
  groups: readonly string[];
}

interface IssuerSettings {
  /** The private key, as `newIssuerKey` made it. */
  key: JWK;
  audience: string;
  clients: readonly SampleClient[];
}

const LIFE_SECONDS = 3_600;
const MOST_BYTES = 8_192;
const NOTE =
  '仅供本机试用的签发方，不得用于正式环境。 An issuer for trying things out on this machine; never for real use.\n';

export function newIssuerKey(): JWK {
  return { ...generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }), kid: randomUUID() } as JWK;
}

/**
 * A small issuer of access tokens for development: discovery, keys, and tokens by client credentials (RFC 6749, 4.4; RFC 9068), so that a
 * ledger on one machine knows people in the way that it will know them later. It listens on this machine alone.
 */
export class SampleIssuer {
  private constructor(
    readonly issuer: string,
    private readonly server: Server,
    private readonly settings: IssuerSettings,
    private readonly publicKey: JWK,
    private readonly privateKey: KeyObject,
  ) {}

  /** At a port of this machine, or at a free one where that is taken. */
  static async start(settings: IssuerSettings, port: number): Promise<SampleIssuer> {
    const server = createServer({ headersTimeout: 5_000, requestTimeout: 5_000 });
    await listening(server, port).catch(() => listening(server, 0));
    const address = server.address();
    const issuer = `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`;
    const privateKey = (await importJWK(settings.key, 'EdDSA')) as unknown as KeyObject;
    const { d: _, ...publicKey } = await exportJWK(privateKey);
    const shown = { ...publicKey, kid: settings.key.kid, alg: 'EdDSA', use: 'sig' };
    const made = new SampleIssuer(issuer, server, settings, shown, privateKey);
    server.on('request', (request, response) => void made.answer(request, response));
    return made;
  }

  get port(): number {
    return Number(new URL(this.issuer).port);
  }

  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = `${request.method ?? ''} ${(request.url ?? '').split('?')[0] ?? ''}`;
    switch (asked) {
      case 'GET /.well-known/openid-configuration':
        send(response, 200, this.discovery());
        return;
      case 'GET /jwks':
        send(response, 200, { keys: [this.publicKey] });
        return;
      case 'POST /token':
        await this.answerToken(request, response);
        return;
      default:
        response.writeHead(asked === 'GET /' ? 200 : 404, { 'content-type': 'text/plain; charset=utf-8' }).end(NOTE);
    }
  }

  private discovery(): object {
    const { issuer } = this;
    return {
      issuer,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      grant_types_supported: ['client_credentials'],
      response_types_supported: [],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['EdDSA'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    };
  }

  private async answerToken(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await bodyOf(request);
    if (text === undefined) {
      send(response, 400, { error: 'invalid_request' });
      return;
    }
    const form = new URLSearchParams(text);
    const client = this.clientOf(request, form);
    if (client === undefined) {
      send(response, 401, { error: 'invalid_client' }, { 'www-authenticate': 'Basic realm="sample issuer"' });
    } else if (form.get('grant_type') !== 'client_credentials') {
      send(response, 400, { error: 'unsupported_grant_type' });
    } else {
      const token = await this.tokenOf(client);
      send(response, 200, { access_token: token, token_type: 'Bearer', expires_in: LIFE_SECONDS });
    }
  }

  private clientOf({ headers }: IncomingMessage, form: URLSearchParams): SampleClient | undefined {
    const basic = /^Basic +([\w+/=-]+)$/i.exec(headers.authorization ?? '')?.[1];
    const [id, secret] = basic === undefined ? [form.get('client_id'), form.get('client_secret')] : partsOf(basic);
    const known = this.settings.clients.find((client) => client.id === id);
    return known !== undefined && isSame(known.secret, secret ?? '') ? known : undefined;
  }

  private tokenOf({ id, name, groups }: SampleClient): Promise<string> {
    const { audience, key } = this.settings;
    return new SignJWT({ client_id: id, name, groups })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: key.kid })
      .setIssuer(this.issuer)
      .setSubject(id)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(`${LIFE_SECONDS}s`)
      .setJti(randomUUID())
      .sign(this.privateKey);
  }
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Nothing where it is more than a form of this kind holds. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
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
  return Buffer.concat(parts).toString('utf8');
}

/** RFC 6749, 2.3.1: both parts are written as in a form. */
function partsOf(basic: string): [string, string] {
  const [id = '', ...secret] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  const decoded = (text: string): string => new URLSearchParams(`x=${text}`).get('x') ?? '';
  return [decoded(id), decoded(secret.join(':'))];
}

function isSame(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

function send(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers })
    .end(JSON.stringify(body));
}
