import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '#embedded';
import { createHttpApp, listen, loggerModule, readConfig } from '#platform';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';

import type { ConsoleOptions } from '../../apps/console/src/configuration';
import { ConsoleModule } from '../../apps/console/src/console.module';
import { until } from '../chaos/wait';
import { runLog } from './run-log';

/** Pages that stand for the compiled ones. */
export const INDEX =
  '<!doctype html><title>控制台</title><script type="module" src="/assets/index-0a1b2c3d.js"></script>';
export function placeholderPages(): string {
  const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-pages-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), INDEX);
  writeFileSync(join(folder, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  writeFileSync(join(folder, 'assets', 'index-0a1b2c3d.js'), `export const pages = '${'页'.repeat(2_000)}';\n`);
  return folder;
}

export interface RunningConsole {
  url: string;
  app: NestFastifyApplication;
  /** All that this and the consoles before it have logged up to now. */
  log: () => Promise<string>;
  stop: () => Promise<void>;
}

/** The logger is one for a process, whichever console it was made for first. */
const LOG_FILE = runLog().logFile ?? join(mkdtempSync(join(tmpdir(), 'budget-ledger-console-')), 'console.log');
let timesAsked = 0;

/** An address for a console that is yet to be started, as its issuer has to know it first. */
export async function consoleAddress(): Promise<string> {
  return `http://127.0.0.1:${await freePort()}`;
}

/** The console in this process, with pages that stand for the compiled ones. */
export async function startConsole(
  url: string,
  env: Record<string, string>,
  options: Omit<ConsoleOptions, 'config'> = {},
): Promise<RunningConsole> {
  const config = readConfig({
    HOST: '127.0.0.1',
    PORT: new URL(url).port,
    CONSOLE_URL: url,
    LOG_LEVEL: 'debug',
    ...env,
  });

  @Module({
    imports: [
      loggerModule(config, LOG_FILE),
      ConsoleModule.forRoot({ config, webFolder: placeholderPages(), ...options }),
    ],
  })
  class ConsoleApp {}

  const app = await createHttpApp(ConsoleApp, { http: config.http, isManagementShared: false, hasFrontEnd: true });
  await listen(app, config);
  const log = async (): Promise<string> => {
    timesAsked += 1;
    const last = `the log is asked for, ${timesAsked}`;
    const text = (): string => (existsSync(LOG_FILE) ? readFileSync(LOG_FILE, 'utf8') : '');
    app.get(Logger).log(last);
    await until('all that was logged is in the file', () => text().includes(last));
    return text();
  };
  return { url, app, log, stop: () => app.close() };
}
