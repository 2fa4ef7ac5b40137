// What it costs a ledger to know who sends a command and what they may: access tokens of an issuer and a thousand grants, beside a token of
// which a file has the hash and one grant, in the same rounds.
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

import { departmentOf, registration, supplements } from '../support/commands.mjs';
import { jwsOf, tokenLine } from '../support/load.mjs';
import { ownFile } from '../support/own-files.mjs';
import { processorSeconds } from '../support/processes.mjs';
import { row } from '../support/table.mjs';

const IN_FLIGHT = 32;
const GRANTS = 1_000;
const AUDIENCE = 'bench';
const TOKEN = 'a-token-for-what-identity-costs';
const MOST_MICROSECONDS = 15;

/** An issuer on this machine, with one key, and an access token of it. */
async function openIssuer() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const key = { ...publicKey.export({ format: 'jwk' }), alg: 'EdDSA', kid: 'bench', use: 'sig' };
  const server = createServer((request, response) => {
    response.end(JSON.stringify(request.url === '/keys' ? { keys: [key] } : { issuer, jwks_uri: `${issuer}/keys` }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const issuer = `http://127.0.0.1:${port}`;
  const now = Math.floor(Date.now() / 1_000);
  const claims = { iss: issuer, sub: '张三', aud: AUDIENCE, iat: now, exp: now + 86_400, groups: ['/finance/posters'] };
  const header = { alg: 'EdDSA', kid: 'bench', typ: 'at+jwt' };
  return { issuer, token: jwsOf(header, claims, privateKey), stop: () => server.close() };
}

/** Both ways: the variables, and the token that is sent. */
function waysOf({ issuer, token }) {
  const rights = (name, grants) => ownFile(name, JSON.stringify({ ask: 'bench', grants }));
  const others = Array.from({ length: GRANTS - 1 }, (_, n) => ({
    to: { group: `/finance/${n}` },
    role: 'poster',
    departments: [departmentOf(n)],
  }));
  return {
    'a static token': {
      token: TOKEN,
      env: {
        LEDGER_TOKENS_FILE: ownFile('one-token', tokenLine(TOKEN)),
        ACCESS_FILE: rights('one-grant.json', [{ to: { token: 'bench' }, role: 'poster' }]),
      },
    },
    'access tokens': {
      token,
      env: {
        OIDC_ISSUER: issuer,
        OIDC_AUDIENCE: AUDIENCE,
        ACCESS_FILE: rights('grants.json', [
          ...others,
          { to: { group: '/finance/posters' }, role: 'poster', divisions: ['361100'] },
        ]),
      },
    },
  };
}

/** A ledger that knows its callers in one way; answers what measures processor time in microseconds for each command. */
async function openLedger(bench, name, { env, token }) {
  const { servers, settings } = bench;
  const topicPrefix = await servers.ledger(`identity-${name.replaceAll(' ', '-')}`);
  const own = { KAFKA_BROKERS: servers.brokers.join(','), TOPIC_PREFIX: topicPrefix, ...env };
  const service = await bench.service('ledger', await servers.freePort(), own);
  const client = bench.client(service.port, token);
  const commands = Array.from({ length: settings.departments }, (_, n) => registration(departmentOf(n)));
  await client.post('/v1/commands/batch', JSON.stringify({ commands }), 200);
  return async (count) => {
    const next = supplements(bench.unique(), settings.departments);
    const before = processorSeconds(service.pid);
    let left = count;
    const lane = async () => {
      while (left-- > 0) await client.post('/v1/commands', JSON.stringify(next()), 201);
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
    return ((processorSeconds(service.pid) - before) * 1e6) / count;
  };
}

export async function measureIdentity(bench) {
  const { settings } = bench;
  const issuer = await openIssuer();
  try {
    const ways = Object.entries(waysOf(issuer));
    const ledgers = new Map();
    for (const [name, way] of ways) ledgers.set(name, await openLedger(bench, name, way));
    const taken = new Map(ways.map(([name]) => [name, /** @type {number[]} */ ([])]));
    for (const measure of ledgers.values()) await measure(settings.identityCommands);
    for (let round = 0; round < settings.identityRounds; round += 1) {
      bench.say(`round ${round + 1} of ${settings.identityRounds}`);
      for (const [name, measure] of ledgers) taken.get(name)?.push(await measure(settings.identityCommands));
    }
    const [plain = [], issued = []] = taken.values();
    return [
      row({
        work: `processor time of a ledger for a command, by access tokens of an issuer and ${GRANTS.toLocaleString('en')} grants`,
        unit: 'µs',
        ours: issued,
        beside: 'a static token and one grant',
        peer: plain,
      }),
      row({
        work: 'what identity and rights cost more than that, each command',
        unit: 'µs',
        ours: issued.map((each, round) => each - (plain[round] ?? 0)),
        reach: { most: MOST_MICROSECONDS },
      }),
    ];
  } finally {
    issuer.stop();
  }
}
