import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { newIssuerKey, SampleIssuer } from '#access';
import type { Page } from 'playwright-core';

import { consoleAddress, type RunningConsole, startConsole } from './console';

const ROOT = join(__dirname, '..', '..');
const AUDIENCE = 'budget-ledger';

/** Somebody who may sign in at the issuer of a test, with one click on their name. */
export interface Officer {
  id: string;
  name: string;
}

/** A console with its pages as they are written now, before services that are yet to be started, and the issuer that both believe. */
export interface ConsoleWithPages {
  url: string;
  /** The variables by which services believe the issuer. */
  env: Record<string, string>;
  start: (serviceUrl: string) => Promise<void>;
  stop: () => Promise<void>;
}

export async function consoleWithPages(officers: readonly Officer[]): Promise<ConsoleWithPages> {
  const clients = officers.map((officer) => ({
    ...officer,
    secret: 'a-secret-of-them',
    groups: [],
    may: '记账 poster',
  }));
  const issuer = await SampleIssuer.start({ key: newIssuerKey(), audience: AUDIENCE, clients }, 0);
  const url = await consoleAddress();
  const application = { id: 'console', secret: 'a-secret-of-the-console', signedOutUri: `${url}/` };
  issuer.register({ ...application, redirectUri: `${url}/session/callback` });
  const webFolder = await compiledPages();
  const env = { OIDC_ISSUER: issuer.issuer, OIDC_AUDIENCE: AUDIENCE, OIDC_ACTOR_CLAIM: 'name' };
  const own = { OIDC_CLIENT_ID: application.id, OIDC_CLIENT_SECRET: application.secret };
  let running: RunningConsole | undefined;
  return {
    url,
    env,
    start: async (service) => {
      running = await startConsole(url, { ...env, ...own, LEDGER_URL: service, QUERY_URL: service }, { webFolder });
    },
    stop: async () => {
      await running?.stop();
      await issuer.stop();
    },
  };
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

/** Signs in as a person does, and comes to a page of the console. */
export async function signInOn(page: Page, url: string, { name }: Officer, to: string): Promise<void> {
  await page.goto(`${url}/session/sign-in?to=${encodeURIComponent(to)}`);
  await page.getByRole('button', { name }).click();
  await page.waitForURL(`${url}${to}`);
}

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** What keeps somebody from using the page, by the rules that a machine can check; what is wider than the window is told as well. */
export async function findingsOn(page: Page): Promise<string[]> {
  // As whoever drives the browser, since the pages' own policy lets no script in.
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
