import { mkdirSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { tokenLine } from '#access';
import { hashOf } from '#log';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { InjectOptions } from 'fastify';

import { keysFileOf } from './signing';

const FOLDER = join(tmpdir(), 'budget-ledger-callers');

/** Who may read everything, whatever else a test knows. */
export const READER = { actor: '查阅者', token: 'a-token-that-reads-everything' };
/** For tests with files of their own. */
export const READER_LINE = `${tokenLine(READER.token, READER.actor)}\n`;
export const READER_GRANTS = ['auditor', 'operator'].map((role) => ({ to: { token: READER.actor }, role }));
/** What a request to a process of its own says, where nobody says it for the test. */
export const READS_EVERYTHING = { authorization: `Bearer ${READER.token}` };

/** Reads of a test that does not say who it is are made by who may read everything: it is known and granted as anybody else is. */
export function readAsReader(app: NestFastifyApplication): void {
  app.getHttpServer().prependListener('request', ({ method, headers }: IncomingMessage) => {
    if (isRead(method)) headers.authorization ??= READS_EVERYTHING.authorization;
  });
  const fastify = app.getHttpAdapter().getInstance();
  const inject = fastify.inject.bind(fastify) as (options: InjectOptions) => unknown;
  fastify.inject = ((asked: InjectOptions | string) => {
    const options = typeof asked === 'string' ? { url: asked } : asked;
    return inject(
      isRead(options.method) ? { ...options, headers: { ...READS_EVERYTHING, ...options.headers } } : options,
    );
  }) as typeof fastify.inject;
}

function isRead(method = 'GET'): boolean {
  return method === 'GET' || method === 'HEAD';
}

/**
 * The variables by which a ledger knows these callers, `actor: token`, all of whom may post everything, by HTTP and signed through Kafka, and who
 * reads everything besides. The files are named by what they hold, so that there are few.
 */
export function knownCallers(tokens: Readonly<Record<string, string>>): Record<string, string> {
  const lines = Object.entries(tokens).map(([actor, token]) => `${tokenLine(token, actor)}\n`);
  const actors = Object.keys(tokens);
  const whom = actors.flatMap((actor) => [{ token: actor }, { key: actor }]);
  const grants = [...whom.map((to) => ({ to, role: 'poster' })), ...READER_GRANTS];
  return { ...filesWith(grants, [...lines, READER_LINE]), LEDGER_KEYS_FILE: written('keys', keysFileOf(actors)) };
}

/** The token of a caller of `callersWith`. */
export function tokenOf(actor: string): string {
  return `a-token-for-the-tests-of-${hashOf(actor).slice(0, 8)}`;
}

/** The variables by which a service knows whoever these grants name by a token, and nobody else. */
export function callersWith(
  grants: readonly ({ to: { token: string } } & Record<string, unknown>)[],
): Record<string, string> {
  const actors = [...new Set(grants.map(({ to }) => to.token))];
  return filesWith(
    grants,
    actors.map((actor) => `${tokenLine(tokenOf(actor), actor)}\n`),
  );
}

function filesWith(grants: readonly object[], lines: readonly string[]): Record<string, string> {
  return {
    LEDGER_TOKENS_FILE: written('tokens', lines.join('')),
    ACCESS_FILE: written('access', JSON.stringify({ ask: '预算科', grants })),
  };
}

function written(name: string, text: string): string {
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, `${name}-${hashOf(text).slice(0, 16)}`);
  writeFileSync(file, text);
  return file;
}
