import { execFile } from 'node:child_process';
import { createReadStream, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { promisify } from 'node:util';

import type { Page } from 'playwright-core';

const ROOT = join(__dirname, '..', '..');
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** Whoever sits before the console, and where it passes their questions on to. */
interface Behind {
  service: string;
  actor: string;
  token: string;
}

/** The compiled pages of the console at an address of their own, for somebody who is signed in. */
export interface ServedPages {
  url: string;
  /** Ends the session, as time would, until it is begun again. */
  isSignedIn: boolean;
  stop: () => Promise<void>;
}

/** Serves the pages with somebody signed in; how people sign in has tests of its own, and none of it is the pages' business. */
export async function servePages(behind: Behind): Promise<ServedPages> {
  const folder = await compiledPages();
  const pages: ServedPages = { url: '', isSignedIn: true, stop: () => Promise.resolve() };
  const server = createServer((asked, answer) => {
    const url = asked.url ?? '/';
    if (url.startsWith('/session')) answer.writeHead(200, JSON_TYPE).end(sessionOf(behind, pages.isSignedIn));
    else if (url.startsWith('/v1')) passOn(asked, answer, behind, pages.isSignedIn);
    else giveFile(folder, url, answer);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  pages.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  pages.stop = () =>
    new Promise((stopped) => {
      server.close(() => stopped());
      server.closeAllConnections();
    });
  return pages;
}

const JSON_TYPE = { 'content-type': 'application/json' };

function sessionOf({ actor }: Behind, isSignedIn: boolean): string {
  if (!isSignedIn) return JSON.stringify({ signedIn: false, signIn: '/session/sign-in' });
  return JSON.stringify({ signedIn: true, actor, expiresAt: new Date(Date.now() + 3_600_000).toISOString() });
}

function passOn(asked: IncomingMessage, answer: ServerResponse, { service, token }: Behind, isSignedIn: boolean): void {
  const { host: _, ...headers } = asked.headers;
  const own = isSignedIn ? { authorization: `Bearer ${token}` } : {};
  const further = request(`${service}${asked.url ?? ''}`, { method: asked.method, headers: { ...headers, ...own } });
  further.on('response', (came) => {
    answer.writeHead(came.statusCode ?? 502, came.headers);
    came.pipe(answer);
  });
  further.on('error', () => answer.destroy());
  answer.on('close', () => further.destroy());
  asked.pipe(further);
}

function giveFile(folder: string, url: string, answer: ServerResponse): void {
  const asked = join(folder, new URL(url, 'http://localhost').pathname);
  const file = extname(asked) !== '' && existsSync(asked) ? asked : join(folder, 'index.html');
  answer.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
  createReadStream(file).pipe(answer);
}

/** The pages as they are written now: what an earlier build left behind proves nothing. */
async function compiledPages(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-pages-'));
  const vite = join(dirname(require.resolve('vite/package.json')), 'bin', 'vite.js');
  const args = [vite, 'build', 'apps/console/web', '--outDir', folder, '--logLevel', 'warn'];
  // Under Jest NODE_ENV is test, by which Preact would be built for developers.
  await promisify(execFile)(process.execPath, args, { cwd: ROOT, env: { ...process.env, NODE_ENV: 'production' } });
  return folder;
}

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** What keeps somebody from using the page, by the rules that a machine can check; what is wider than the window is told as well. */
export async function findingsOn(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate<string[]>(FINDINGS);
}

/** In the words of the page, which the compiler of the tests does not know. */
const FINDINGS = `axe.run().then(({ violations }) => {
  const { scrollWidth } = document.documentElement;
  return [
    ...violations.map(({ id, help, nodes }) => id + ': ' + help + ' ' + nodes[0].html),
    ...(scrollWidth > innerWidth ? ['the page is ' + scrollWidth + ' wide in a window of ' + innerWidth] : []),
  ];
})`;
