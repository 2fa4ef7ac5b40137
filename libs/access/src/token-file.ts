import { createHash, randomBytes } from 'node:crypto';

import { ConfigError } from '#platform';
import { faultInLine, wordsOf } from '#wire';

import type { Principal } from './principal';

/** Whom tokens stand for, by their hashes alone. Whoever measures how long a look takes learns of a hash that they made themselves. */
export type KnownTokens = ReadonlyMap<string, Principal>;

const LINE = /^sha256:([0-9a-f]{64}) +(.+)$/;
/** What an `Authorization: Bearer` header can carry, long enough not to be guessed. */
const TOKEN = /^[\x21-\x7e]{16,}$/;

/** A token that nobody can guess, and so a plain hash of it tells nothing about it. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** The line of the file by which a token is known. Throws ConfigError for a name that no event may carry. */
export function tokenLine(token: string, actor: string): string {
  requireActor(actor, 'token');
  return `sha256:${digestOf(token)} ${actor}`;
}

/** The tokens of a file: `sha256:HASH actor` a line, empty lines and those that begin with # aside. Throws ConfigError with the line. */
export function tokensIn(text: string): KnownTokens {
  const known = new Map<string, Principal>();
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const [, digest = '', actor = ''] = LINE.exec(line) ?? [];
    if (digest === '') {
      throw new ConfigError(
        `第 ${index + 1} 行应为“sha256:哈希 操作人”：用 npm run ledger -- token 操作人 生成。 ` +
          `Line ${index + 1} must read "sha256:HASH actor": npm run ledger -- token ACTOR prints one.`,
      );
    }
    requireActor(actor, `line ${index + 1}`);
    const other = known.get(digest)?.actor;
    if (other !== undefined && other !== actor) {
      throw new ConfigError(
        `第 ${index + 1} 行：${other} 与 ${actor} 的令牌相同，请各用各的令牌。 ` +
          `Line ${index + 1} gives ${other} and ${actor} the same token: give each one of its own.`,
      );
    }
    known.set(digest, { actor, identified: { by: 'token' }, groups: [], claims: {} });
  }
  return known;
}

export function requireActor(actor: string, where: string): void {
  const fault = faultInLine(actor);
  if (fault === undefined) return;
  const { zh = '', en } = wordsOf(fault);
  throw new ConfigError(`操作人 ${actor}（${where}）：${zh}。 Actor ${actor} (${where}) ${en}.`);
}

/** Its SHA-256 as a file has it. */
export function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
