import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { tokenLine } from '#access';
import { hashOf } from '#log';

import { keysFileOf } from './signing';

const FOLDER = join(tmpdir(), 'budget-ledger-callers');

/**
 * The variables by which a ledger knows these callers, `actor: token`, all of whom may post everything, by HTTP and signed through Kafka. The files are named by what they hold, so
 * that there are few.
 */
export function knownCallers(tokens: Readonly<Record<string, string>>): Record<string, string> {
  const lines = Object.entries(tokens).map(([actor, token]) => `${tokenLine(token, actor)}\n`);
  const actors = Object.keys(tokens);
  const whom = actors.flatMap((actor) => [{ token: actor }, { key: actor }]);
  const grants = whom.map((to) => ({ to, role: 'poster' }));
  return {
    LEDGER_TOKENS_FILE: written('tokens', lines.join('')),
    LEDGER_KEYS_FILE: written('keys', keysFileOf(actors)),
    ACCESS_FILE: written('access', JSON.stringify({ ask: '预算科', grants })),
  };
}

function written(name: string, text: string): string {
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, `${name}-${hashOf(text).slice(0, 16)}`);
  writeFileSync(file, text);
  return file;
}
