import { existsSync, readFileSync } from 'node:fs';

/** As tokens of tests are written, so that each is known wherever it stands. */
const TOKEN = /a-token-[a-z][a-z-]*/;

/** Throws where a log holds a token of a test. Asked of the log of each service that a test runs as a process of its own. */
export function requireNoTokenIn(logFile: string): void {
  const found = existsSync(logFile) ? TOKEN.exec(readFileSync(logFile, 'utf8'))?.[0] : undefined;
  if (found !== undefined) throw new Error(`${logFile} holds the token ${found}`);
}
