import { createHash, generateKeyPairSync, type KeyObject, randomUUID, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

import { exportJWK, importJWK, type JWK } from 'jose';

import { type Asked, isVerifierOf, readRequest } from './authorization';
import { authorizationPage, pageHeaders, sentencePage } from './authorization-page';
import type { SampleApplication, SampleClient } from './clients';
import { credentialsIn, formOf, sendJson } from './form';
import { OneTime } from './one-time';
import { accessTokenOf, idTokenOf, LIFE_SECONDS, type Making } from './tokens';

interface IssuerSettings {
  /** The private key, as `newIssuerKey` made it. */
  key: JWK;
  audience: string;
  clients: readonly SampleClient[];
}

interface Given {
  asked: Asked;
  person: SampleClient;
}

const CHOSEN_WITHIN_MS = 10 * 60_000;
const CODE_LIFE_MS = 60_000;
const TEXT = { 'content-type': 'text/plain; charset=utf-8' };
const NOTE =
  '仅供本机试用的签发方，不得用于正式环境。 An issuer for trying things out on this machine; never for real use.\n';

export function newIssuerKey(): JWK {
  return { ...generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }), kid: randomUUID() } as JWK;
}

/**
 * A small issuer of access tokens for development, so that a ledger on one machine knows people in the way that it will know them later: discovery,
 * keys, tokens by client credentials (RFC 6749, 4.4; RFC 9068), and sign-ins by authorization code with PKCE (RFC 7636) where whoever sits at the
 * machine chooses who they are. It listens on this machine alone, and answers nobody who calls it by another name.
 */
export class SampleIssuer {
  private readonly requests: OneTime<Asked>;
  private readonly codes: OneTime<Given>;
  private readonly applications: SampleApplication[] = [];

  private constructor(
    private readonly server: Server,
    private readonly settings: IssuerSettings,
    private readonly publicKey: JWK,
    private readonly making: Making,
    now: () => number,
  ) {
    this.requests = new OneTime(CHOSEN_WITHIN_MS, now);
    this.codes = new OneTime(CODE_LIFE_MS, now);
  }

  /** At a port of this machine, or at a free one where that is taken. */
  static async start(settings: IssuerSettings, port: number, now = Date.now): Promise<SampleIssuer> {
    const server = createServer({ headersTimeout: 5_000, requestTimeout: 5_000 });
    await listening(server, port).catch(() => listening(server, 0));
    const address = server.address();
    const issuer = `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`;
    const { audience, key } = settings;
    const privateKey = (await importJWK(key, 'EdDSA')) as unknown as KeyObject;
    const { d: _, ...publicKey } = await exportJWK(privateKey);
    const shown = { ...publicKey, kid: key.kid, alg: 'EdDSA', use: 'sig' };
    const made = new SampleIssuer(server, settings, shown, { issuer, audience, privateKey, kid: key.kid }, now);
    server.on('request', (request, response) => void made.answer(request, response));
    return made;
  }

  get issuer(): string {
    return this.making.issuer;
  }

  get port(): number {
    return Number(new URL(this.issuer).port);
  }

  /** From now on people can sign in to this application. */
  register(application: SampleApplication): void {
    this.applications.push(application);
  }

  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = '', query = ''] = (request.url ?? '').split(/\?(.*)/s);
    const asked = new URLSearchParams(query);
    // A page elsewhere can have its own name lead to this machine, and would then read what it asks here.
    if (request.headers.host !== new URL(this.issuer).host) {
      response.writeHead(421, TEXT).end(NOTE);
      return;
    }
    switch (`${request.method ?? ''} ${path}`) {
      case 'GET /.well-known/openid-configuration':
        sendJson(response, 200, this.discovery());
        return;
      case 'GET /jwks':
        sendJson(response, 200, { keys: [this.publicKey] });
        return;
      case 'GET /authorize':
        this.ask(asked, response);
        return;
      case 'POST /authorize':
        this.choose(await formOf(request), response);
        return;
      case 'GET /end-session':
        this.endSession(asked, response);
        return;
      case 'POST /token':
        await this.answerToken(request, response);
        return;
      default:
        response.writeHead(request.method === 'GET' && path === '/' ? 200 : 404, TEXT).end(NOTE);
    }
  }

  private discovery(): object {
    const { issuer } = this;
    return {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      end_session_endpoint: `${issuer}/end-session`,
      jwks_uri: `${issuer}/jwks`,
      grant_types_supported: ['client_credentials', 'authorization_code'],
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      scopes_supported: ['openid', 'profile'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['EdDSA'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    };
  }

  /** Who wants to sign in to an application chooses who they are. */
  private ask(query: URLSearchParams, response: ServerResponse): void {
    const read = readRequest(query, this.applications);
    if ('fault' in read) {
      refuse(response, `请求有误：${read.fault}`, `The request is wrong: ${read.fault}`);
    } else if ('back' in read) {
      leadBack(response, read.back, { ...read.answer, iss: this.issuer });
    } else {
      const { asked } = read;
      const people = this.settings.clients.map(({ id, name, may = '' }) => ({ id, name, may }));
      response
        .writeHead(200, pageHeaders(new URL(asked.application.redirectUri).origin))
        .end(authorizationPage(this.requests.keep(asked), people));
    }
  }

  /** The name of a request stands in the page alone, so that no other page can choose for who sits here. */
  private choose(form: URLSearchParams | undefined, response: ServerResponse): void {
    const asked = this.requests.take(form?.get('request') ?? '');
    const person = this.settings.clients.find(({ id }) => id === form?.get('person'));
    if (asked === undefined || person === undefined) {
      refuse(response, '本页已失效，请重新登录', 'This page is over: sign in again');
      return;
    }
    const code = this.codes.keep({ asked, person });
    leadBack(response, asked.application, { code, state: asked.state, iss: this.issuer });
  }

  /** Nobody stays signed in here, so that there is nothing to end: it leads back, to an address that is registered and to no other. */
  private endSession(query: URLSearchParams, response: ServerResponse): void {
    const to = query.get('post_logout_redirect_uri');
    const isKnown = this.applications.some(({ signedOutUri }) => signedOutUri === to);
    if (to !== null && isKnown) response.writeHead(303, { location: to }).end();
    else response.writeHead(200, pageHeaders()).end(sentencePage('已退出登录', 'Signed out'));
  }

  private async answerToken(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = await formOf(request);
    if (form === undefined) {
      sendJson(response, 400, { error: 'invalid_request' });
      return;
    }
    const { id, secret } = credentialsIn(request, form);
    const known = [...this.applications, ...this.settings.clients].find((client) => client.id === id);
    if (known === undefined || !isSame(known.secret, secret)) {
      sendJson(response, 401, { error: 'invalid_client' }, { 'www-authenticate': 'Basic realm="sample issuer"' });
    } else if ('redirectUri' in known) {
      await this.answerCode(known, form, response);
    } else if (form.get('grant_type') !== 'client_credentials') {
      sendJson(response, 400, { error: 'unsupported_grant_type' });
    } else {
      sendJson(response, 200, given(await accessTokenOf(this.making, known, known.id)));
    }
  }

  /** RFC 6749, 4.1.3. Whoever tries a code has used it up, right or wrong. */
  private async answerCode(
    application: SampleApplication,
    form: URLSearchParams,
    response: ServerResponse,
  ): Promise<void> {
    if (form.get('grant_type') !== 'authorization_code') {
      sendJson(response, 400, { error: 'unsupported_grant_type' });
      return;
    }
    const found = this.codes.take(form.get('code') ?? '');
    const isTheirs =
      found?.asked.application === application &&
      form.get('redirect_uri') === application.redirectUri &&
      isVerifierOf(found.asked.challenge, form.get('code_verifier') ?? '');
    if (found === undefined || !isTheirs) {
      sendJson(response, 400, { error: 'invalid_grant' });
      return;
    }
    const { asked, person } = found;
    const token = await accessTokenOf(this.making, person, application.id);
    sendJson(response, 200, { ...given(token), id_token: await idTokenOf(this.making, person, asked) });
  }
}

/** RFC 9207: the application is told who answers, besides what. */
function leadBack(
  response: ServerResponse,
  { redirectUri }: SampleApplication,
  answer: Record<string, string | undefined>,
): void {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(answer)) if (value !== undefined) url.searchParams.set(name, value);
  const headers = { location: url.href, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };
  response.writeHead(303, headers).end();
}

function given(token: string): object {
  return { access_token: token, token_type: 'Bearer', expires_in: LIFE_SECONDS };
}

function refuse(response: ServerResponse, zh: string, en: string): void {
  response.writeHead(400, pageHeaders()).end(sentencePage(zh, en));
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

function isSame(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
