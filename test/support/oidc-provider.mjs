// A real OpenID Connect server. It listens at a free port of 127.0.0.1 and tells its issuer; told `rotate`, it has other keys from then on.
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';

const CLIENT = { client_id: 'finance-system', client_secret: 'a-secret-of-the-finance-system' };
/** A console that people sign in to, where its address is given. */
const CONSOLE = { client_id: 'console', client_secret: 'a-secret-of-the-console' };
const consoleUrl = process.argv[3];
const PERSON = 'zhang-san';
const SCOPES = 'openid profile offline_access';
let generation = 0;
/** @type {import('node:http').RequestListener} */
let answer = (_, response) => {
  response.end();
};
const server = createServer((request, response) => answer(request, response));

server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', async () => {
  const address = server.address();
  const issuer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  answer = await provider(issuer);
  process.on('message', async () => {
    answer = await provider(issuer);
    process.send?.({ rotated: generation });
  });
  process.send?.({ issuer });
});
process.on('disconnect', () => process.exit());

/** A resource names algorithm, audience and life of its tokens: `urn:EdDSA:budget-ledger:60`. */
async function provider(issuer) {
  generation += 1;
  const keys = [];
  for (const [alg, kind] of [
    ['ES256', 'ES256'],
    ['EdDSA', 'EdDSA'],
    ['RS256', 'RS256'],
    ['PS512', 'PS512'],
  ]) {
    const { privateKey } = await generateKeyPair(kind, { extractable: true });
    keys.push({ ...(await exportJWK(privateKey)), alg, use: 'sig', kid: `${alg}-${generation}` });
  }
  const made = new Provider(issuer, {
    jwks: { keys },
    enabledJWA: { idTokenSigningAlgValues: ['ES256', 'EdDSA', 'RS256', 'PS512'] },
    clients: [
      {
        ...CLIENT,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
        token_endpoint_auth_method: 'client_secret_basic',
      },
      ...(consoleUrl === undefined ? [] : [consoleClient(consoleUrl)]),
    ],
    // Whoever comes is one person, and has agreed.
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, name: '张三' }) }),
    claims: { openid: ['sub'], profile: ['name'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['a-key-of-the-tests'] },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    issueRefreshToken: () => true,
    loadExistingGrant: async ({ oidc }) => {
      const grant = new made.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope(SCOPES);
      for (const resource of [oidc.params.resource ?? []].flat()) grant.addResourceScope(resource, 'post');
      await grant.save();
      return grant;
    },
    ttl: { AuthorizationCode: 60, RefreshToken: 3_600, IdToken: 600, Grant: 3_600, Interaction: 600, Session: 3_600 },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_context, resource) => {
          const [, alg, audience, life] = resource.split(':');
          const accessTokenTTL = Number(life);
          return { scope: 'post', audience, accessTokenTTL, accessTokenFormat: 'jwt', jwt: { sign: { alg } } };
        },
      },
    },
    extraTokenClaims: () => ({ groups: ['/finance/posters'], name: '财政局 系统' }),
  });
  const callback = made.callback();
  return (request, response) => {
    if (request.url.startsWith('/interaction/')) {
      void made.interactionFinished(request, response, { login: { accountId: PERSON } });
    } else callback(request, response);
  };
}

function consoleClient(url) {
  return {
    ...CONSOLE,
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: [`${url}/session/callback`],
    post_logout_redirect_uris: [`${url}/`],
    response_types: ['code'],
    scope: SCOPES,
    id_token_signed_response_alg: 'ES256',
    token_endpoint_auth_method: 'client_secret_basic',
  };
}
