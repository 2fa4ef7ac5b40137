import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { tokenLine } from '#access';
import { hashOf } from '#log';

const FOLDER = join(tmpdir(), 'budget-ledger-callers');

/** The variables by which a ledger knows these callers, `actor: token`. The files are named by what they hold, so that there are few. */
export function knownCallers(tokens: Readonly<Record<string, string>>): { LEDGER_TOKENS_FILE: string } {
  const lines = Object.entries(tokens).map(([actor, token]) => `${tokenLine(token, actor)}\n`);
  return { LEDGER_TOKENS_FILE: written('tokens', lines.join('')) };
}

function written(name: string, text: string): string {
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, `${name}-${hashOf(text).slice(0, 16)}`);
  writeFileSync(file, text);
  return file;
}
