import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { newToken, tokenLine } from '#access';

/** The actor of the token that this start makes for its own machine. */
const OWN_ACTOR = '本机财政局';

/** The sign-in of this data folder, and the file by which its ledger knows it. */
export interface OwnSignIn {
  actor: string;
  token: string;
  tokensFile: string;
}

export function ownSignIn(dataDir: string): OwnSignIn {
  const token = ownToken(dataDir);
  const tokensFile = join(dataDir, 'tokens.txt');
  writeFileSync(tokensFile, `${tokenLine(token, OWN_ACTOR)}\n`);
  return { actor: OWN_ACTOR, token, tokensFile };
}

/** Made at the first start and readable by its owner alone. */
function ownToken(dataDir: string): string {
  const file = join(dataDir, 'token');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    const token = newToken();
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, `${token}\n`, { mode: 0o600, flag: 'wx' });
    return token;
  }
}
