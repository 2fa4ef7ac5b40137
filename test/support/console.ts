import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '#embedded';
import { createHttpApp, listen, loggerModule, readConfig } from '#platform';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import type { ConsoleOptions } from '../../apps/console/src/configuration';
import { ConsoleModule } from '../../apps/console/src/console.module';

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
  /** All that it has logged. */
  log: () => string;
  stop: () => Promise<void>;
}

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
  const logFile = join(mkdtempSync(join(tmpdir(), 'budget-ledger-console-')), 'console.log');

  @Module({
    imports: [
      loggerModule(config, logFile),
      ConsoleModule.forRoot({ config, webFolder: placeholderPages(), ...options }),
    ],
  })
  class ConsoleApp {}

  const app = await createHttpApp(ConsoleApp, { http: config.http, isManagementShared: false, hasFrontEnd: true });
  await listen(app, config);
  return { url, app, log: () => readFileSync(logFile, 'utf8'), stop: () => app.close() };
}
