// A real OpenID Connect server. It listens at a free port of 127.0.0.1 and tells its issuer; told `rotate`, it has other keys from then on.
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';

const CLIENT = { client_id: 'finance-system', client_secret: 'a-secret-of-the-finance-system' };
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
    ],
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
  return made.callback();
}
