import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { Agent, request, type RequestOptions } from 'node:https';
import { type AddressInfo, connect as connectPlain } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';

import { accessModule, AskForCommands, Identity } from '#access';
import { createHttpApp, HealthModule, listen, loggerModule, readConfig } from '#platform';
import { Controller, Module, Post, Req } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { generateKeyPair, type KeyLike } from 'jose';

import { publicJwk, signed } from '../../libs/access/test/tokens';
import { until } from '../chaos/wait';
import { knownCallers } from '../support/callers';
import { type Certificate, TestAuthority } from '../support/certificates';

/** HTTPS and certificates of clients, against a real server whose certificates are made here. */
const TOKEN = 'a-token-beside-a-certificate';
const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-https-'));
const TREASURY = { name: '国库系统', organization: '上饶市财政局' };

@Controller()
class WhoController {
  constructor(private readonly identity: Identity) {}

  @Post('who')
  @AskForCommands()
  who(@Req() asked: FastifyRequest): object {
    const { actor, identified } = this.identity.principalOf(asked);
    return { actor, identified };
  }
}

let authority: TestAuthority;
let other: TestAuthority;
let certificates: Record<'known' | 'unknown' | 'expired' | 'revoked' | 'foreign', Certificate>;
let app: NestFastifyApplication;
let url: string;
let serverSerial = '';
let issuerKey: KeyLike;
let machineKey: KeyLike;
let issuer: Server;
let issuerUrl: string;

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

function writeServer(): void {
  const { certificate, key, serial } = authority.issue({ name: 'ledger', hosts: ['127.0.0.1', 'localhost'] });
  write({ 'server.crt': certificate, 'server.key': key });
  serverSerial = serial;
}

beforeAll(async () => {
  [authority, other] = [new TestAuthority('Test CA'), new TestAuthority('Another CA')];
  certificates = {
    known: authority.issue(TREASURY),
    unknown: authority.issue({ name: 'somebody' }),
    expired: authority.issue({ ...TREASURY, from: new Date(Date.now() - 9e8), until: new Date(Date.now() - 9e6) }),
    revoked: authority.issue(TREASURY),
    foreign: other.issue(TREASURY),
  };
  writeServer();
  await startIssuer();
  const machine = await generateKeyPair('ES256');
  machineKey = machine.privateKey;
  const sub = '国库系统';
  write({
    'keys.json': JSON.stringify({ keys: [await publicJwk(machine.publicKey, { kid: 'm1', alg: 'ES256', sub })] }),
    'ca.crt': authority.certificate,
    'ca.crl': authority.revoking(certificates.revoked.serial),
    'clients.json': JSON.stringify({ clients: [{ subject: 'CN=国库系统,O=上饶市财政局', actor: '国库系统' }] }),
  });
  const config = readConfig({
    ...knownCallers({ 张三: TOKEN }),
    LEDGER_KEYS_FILE: join(folder, 'keys.json'),
    OIDC_ISSUER: issuerUrl,
    OIDC_AUDIENCE: 'ledger',
    OIDC_ALGORITHMS: 'ES256',
    TLS_CERT_FILE: join(folder, 'server.crt'),
    TLS_KEY_FILE: join(folder, 'server.key'),
    TLS_CLIENT_CA_FILE: join(folder, 'ca.crt'),
    TLS_CLIENT_CRL_FILE: join(folder, 'ca.crl'),
    TLS_CLIENTS_FILE: join(folder, 'clients.json'),
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'silent',
  });

  @Module({ imports: [loggerModule(config), HealthModule, accessModule(config)], controllers: [WhoController] })
  class WhoModule {}

  app = await createHttpApp(WhoModule, {
    http: config.http,
    limits: { headersMs: 500, requestMs: 500, checkEveryMs: 50 },
  });
  url = await listen(app, config);
});
afterAll(async () => {
  await app.close();
  issuer.close();
  issuer.closeAllConnections();
  rmSync(folder, { recursive: true });
});

/** An issuer that gives whatever token the test wants, as one does that binds tokens to certificates. */
async function startIssuer(): Promise<void> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  issuerKey = privateKey;
  const keys = [await publicJwk(publicKey, { kid: 'k1', alg: 'ES256' })];
  issuer = createServer(({ url: path }, answer) => {
    const discovery = { issuer: issuerUrl, jwks_uri: `${issuerUrl}/keys` };
    answer.end(JSON.stringify(path === '/keys' ? { keys } : discovery));
  });
  await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
  issuerUrl = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`;
}

interface Told {
  status: number;
  body: { code?: string; actor?: string; identified?: object; detail?: string };
  headers: Record<string, string | string[] | undefined>;
}

function ask(by: Partial<Certificate> = {}, options: RequestOptions = {}): Promise<Told> {
  const { certificate: cert, key } = by;
  const asked = { method: 'POST', ca: authority.certificate, cert, key, agent: new Agent(), ...options };
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/who`, asked, (answer) => {
      let text = '';
      answer.on('data', (part) => (text += String(part)));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, body: JSON.parse(text) as Told['body'], headers: answer.headers }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}

const bearer = { headers: { authorization: `Bearer ${TOKEN}` } };

test('it is spoken with TLS 1.2 at least, and browsers are told to stay with it', async () => {
  expect(url).toMatch(/^https:/);
  const { headers } = await ask({}, bearer);
  expect(headers['strict-transport-security']).toBe('max-age=31536000');
  await expect(ask({}, { ...bearer, maxVersion: 'TLSv1.1', minVersion: 'TLSv1' })).rejects.toThrow();
  await expect(fetch(url.replace('https:', 'http:'))).rejects.toThrow();
});

test('a certificate says who it is, and each that does not count is told why', async () => {
  const known = await ask(certificates.known);
  expect([known.status, known.body]).toEqual([
    201,
    {
      actor: '国库系统',
      identified: {
        by: 'mtls',
        subject: 'CN=国库系统,O=上饶市财政局',
        certificateSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    },
  ]);
  const codes = {
    unknown: 'certificate-unknown',
    expired: 'certificate-expired',
    revoked: 'certificate-revoked',
    foreign: 'certificate-not-trusted',
  } as const;
  for (const [which, code] of Object.entries(codes)) {
    const { status, body } = await ask(certificates[which as keyof typeof codes]);
    expect([which, status, body.code]).toEqual([which, 401, code]);
  }
  expect((await ask()).body.code).toBe('unauthorized');
});

test('a token counts for who it is, whatever certificate the connection was made with', async () => {
  for (const by of [{}, ...Object.values(certificates)]) {
    const { status, body } = await ask(by, bearer);
    expect([status, body.actor]).toEqual([201, '张三']);
  }
  // A token that is wrong is not made good by a certificate.
  const wrong = await ask(certificates.known, { headers: { authorization: 'Bearer of-nobody-at-all-here' } });
  expect([wrong.status, wrong.body.code]).toEqual([401, 'unauthorized']);
});

describe('a token that was given to the holder of a certificate (RFC 8705)', () => {
  const thumbprint = ({ certificate }: Certificate): string =>
    createHash('sha256').update(new X509Certificate(certificate).raw).digest('base64url');
  const ofIssuer = (claims: object): Promise<string> =>
    signed(
      issuerKey,
      { alg: 'ES256', kid: 'k1', typ: 'at+jwt' },
      { iss: issuerUrl, sub: '李四', aud: 'ledger', ...claims },
    );
  const ofMachine = (claims: object): Promise<string> =>
    signed(
      machineKey,
      { alg: 'ES256', kid: 'm1' },
      { iss: '国库系统', sub: '国库系统', aud: 'budget-ledger', ...claims },
    );
  const fate = async (token: string, by: Partial<Certificate>): Promise<[number, string | undefined]> => {
    const { status, body } = await ask(by, { headers: { authorization: `Bearer ${token}` } });
    return [status, body.code ?? body.actor];
  };

  it.each([
    ['the issuer', ofIssuer, '李四'],
    ['its own key', ofMachine, '国库系统'],
  ] as const)('counts with that certificate and with no other, nor with none: signed by %s', async (_, make, actor) => {
    const bound = await make({ cnf: { 'x5t#S256': thumbprint(certificates.known) } });
    expect(await fate(bound, certificates.known)).toEqual([201, actor]);
    for (const by of [{}, certificates.unknown, certificates.foreign])
      expect(await fate(bound, by)).toEqual([401, 'token-wrong-certificate']);
    const free = await make({});
    for (const by of [{}, certificates.unknown]) expect(await fate(free, by)).toEqual([201, actor]);
  });

  it.each([[{ 'x5t#S256': 7 }], [{ 'x5t#S256': null }], [{ jkt: 'a-key-of-its-own' }], [{}], [null], ['x']])(
    'counts for nobody where it cannot be said which one: %j',
    async (cnf) => {
      expect(await fate(await ofIssuer({ cnf }), certificates.known)).toEqual([401, 'token-wrong-certificate']);
    },
  );
});

/** The serial number of the certificate that the server shows. */
function shown(): Promise<string> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(url);
    const socket: TLSSocket = connect({ port: Number(port), host: '127.0.0.1', ca: authority.certificate }, () => {
      resolve(socket.getPeerCertificate().serialNumber.toLowerCase());
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

test('new certificates and revocations are taken without a restart, and files that do not fit change nothing', async () => {
  const before = serverSerial;
  expect(Number.parseInt(await shown(), 16)).toBe(Number.parseInt(before, 16));
  const keepAlive = new Agent({ keepAlive: true });
  expect((await ask(certificates.unknown, { agent: keepAlive })).body.code).toBe('certificate-unknown');
  writeServer();
  await until(
    'the new certificate is shown',
    async () => Number.parseInt(await shown(), 16) === Number.parseInt(serverSerial, 16),
  );

  writeFileSync(join(folder, 'ca.crl'), authority.revoking(certificates.known.serial));
  await until('the revocation counts', async () => (await ask(certificates.known)).body.code === 'certificate-revoked');
  expect((await ask(certificates.revoked)).status).toBe(201);

  writeFileSync(join(folder, 'server.key'), 'no key at all');
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect((await ask({}, bearer)).status).toBe(201);
  const ready = await new Promise<string>((resolve, reject) => {
    request(`${url}/health/ready`, { ca: authority.certificate, agent: new Agent() }, (answer) => {
      let text = '';
      answer.on('data', (part) => (text += String(part)));
      answer.on('end', () => resolve(text));
    })
      .on('error', reject)
      .end();
  });
  expect(ready).toContain('the certificates from before still count');
  keepAlive.destroy();
});

test('who connects and says nothing, or half a request, is cut off', async () => {
  const { port } = new URL(url);
  const secure = connect({ port: Number(port), host: '127.0.0.1', ca: authority.certificate });
  secure.on('error', () => undefined);
  secure.write('POST /who HTTP/1.1\r\nhost: x\r\nx-slow: ');
  const text = await new Promise<string>((resolve) => {
    let all = '';
    secure.on('data', (part) => (all += String(part)));
    secure.on('close', () => resolve(all));
  });
  expect(text).toMatch(/^HTTP\/1.1 408 /);
  const plain = connectPlain(Number(port), '127.0.0.1');
  plain.on('error', () => undefined);
  plain.write('GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n');
  await new Promise((resolve) => plain.on('close', resolve));
});
