import { join } from 'node:path';

import { newToken } from '#access';
import { freePort } from '#embedded';
import { type Config, createHttpApp, listen, loggerModule } from '#platform';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { ConsoleModule } from '../../console/src/console.module';
import type { Service } from './start-service';

const CLIENT = 'console';

/** Starts the console of a service in this process, at a port of its own. `onApp` hears of it before it listens, so that it can be closed. */
export async function startConsole(
  { url: serviceUrl, issuer, config: base }: Service,
  dataDir: string,
  onApp: (app: NestFastifyApplication) => void,
): Promise<string> {
  const port = base.console.port === 0 ? await freePort() : base.console.port;
  const url = base.console.url ?? `http://127.0.0.1:${port}`;
  const { ledgerUrl = serviceUrl, queryUrl = serviceUrl } = base.console;
  const config: Config = { ...base, port, console: { ...base.console, url, ledgerUrl, queryUrl } };
  if (issuer !== undefined) {
    const secret = newToken();
    issuer.register({ id: CLIENT, secret, redirectUri: `${url}/session/callback`, signedOutUri: `${url}/` });
    Object.assign(config.console, { clientId: CLIENT, clientSecret: { value: secret } });
  } else if (config.console.clientId === undefined) {
    // An issuer that knows no console signs nobody in to one; the tokens of the data folder do.
    config.oidc = undefined;
  }

  @Module({ imports: [loggerModule(config, join(dataDir, 'ledger.log')), ConsoleModule.forRoot({ config })] })
  class ConsoleApp {}

  const http = { ...config.http, management: undefined };
  const app = await createHttpApp(ConsoleApp, { http, isManagementShared: false, hasFrontEnd: true });
  onApp(app);
  await listen(app, config);
  return url;
}
