import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { newIssuerKey, SampleIssuer } from '#access';
import type { Config } from '#platform';

import { kept, type SignIns } from './sign-ins';

/** Starts the issuer of this data folder, whose keys and whose address stay the same from start to start. */
export async function startIssuer(dataDir: string, audience: string, { own, people }: SignIns): Promise<SampleIssuer> {
  const text = kept(join(dataDir, 'issuer-key.json'), 0o600, () => JSON.stringify(newIssuerKey()));
  const key = JSON.parse(text) as ReturnType<typeof newIssuerKey>;
  const portFile = join(dataDir, 'issuer.port');
  const clients = [own, ...people].map(({ id, token, actor, groups, may }) => {
    return { id, secret: token, name: actor, groups, may };
  });
  const issuer = await SampleIssuer.start({ key, audience, clients }, keptPort(portFile));
  writeFileSync(portFile, `${issuer.port}\n`);
  return issuer;
}

/** How a ledger knows those who come with a token of it. */
export function knownBy({ issuer }: SampleIssuer, audience: string): NonNullable<Config['oidc']> {
  return { issuer, audience, algorithms: ['EdDSA'], actorClaim: 'name', groupsClaim: 'groups' };
}

function keptPort(file: string): number {
  try {
    const port = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : 0;
  } catch {
    return 0;
  }
}
