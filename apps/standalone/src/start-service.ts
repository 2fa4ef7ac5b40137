import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import type { SampleIssuer } from '#access';
import { type Config, createHttpApp, listen, listenForOperators, loggerModule, Readiness, Startup } from '#platform';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { LedgerModule } from '../../ledger/src/ledger.module';
import { ProjectorModule } from '../../projector/src/projector.module';
import { QueryModule } from '../../query/src/query.module';
import { knownBy, startIssuer } from './issuer';
import { type Servers, startServers } from './servers';
import { type SignIns, signInsOf } from './sign-ins';

const SAY_EVERY_MS = 5_000;
const READ_AGAIN_MS = 50;

/** The three roles in this process, with the servers that they use. */
export interface Service {
  app: NestFastifyApplication;
  url: string;
  signIns: SignIns;
  /** Where the sample people get tokens; undefined where the operator has named an issuer. */
  issuer: SampleIssuer | undefined;
  servers: Servers;
  /** What it was started with. */
  config: Config;
}

/** Starts what is missing and composes the three roles. `onApp` hears of the app before it listens, so that it can be closed. */
export async function startService(
  base: Config,
  dataDir: string,
  hooks: {
    started: Servers['started'];
    report: (line: string) => void;
    onApp: (app: NestFastifyApplication) => void;
  },
): Promise<Service> {
  const { started, report, onApp } = hooks;
  const servers = await startServers(base, dataDir, report, started);
  const signIns = signInsOf(dataDir);
  const issuer = base.oidc === undefined ? await startIssuer(dataDir, base.ledgerId, signIns) : undefined;
  const config: Config = {
    ...base,
    host: hostOf(base),
    ...(issuer === undefined ? {} : { oidc: knownBy(issuer, base.ledgerId) }),
    tokensFiles: [...base.tokensFiles, signIns.tokensFile],
    accessFile: base.accessFile ?? signIns.accessFile,
    brokers: servers.brokers,
    // The Kafka that is brought along is open to this machine alone.
    kafkaSecurity: base.brokers.length === 0 ? undefined : base.kafkaSecurity,
    databaseUrl: servers.databaseUrl,
  };

  @Module({
    imports: [
      loggerModule(config, join(dataDir, 'ledger.log')),
      LedgerModule.forRoot(config),
      ProjectorModule.forRoot({ config }),
      QueryModule.forRoot({ config }),
    ],
  })
  class Standalone {}

  report('启动账本服务 Starting the ledger');
  const app = await createHttpApp(Standalone, {
    http: config.http,
    isManagementShared: config.http.management === undefined,
  });
  if (issuer !== undefined)
    app
      .getHttpAdapter()
      .getInstance()
      .addHook('onClose', () => issuer.stop());
  onApp(app);
  const url = await listen(app, config);
  await listenForOperators(app, config.http);
  await untilStarted(app);
  report(`账本服务已就绪 The ledger is ready: ${url}`);
  return { app, url, signIns, issuer, servers, config };
}

/** The service listens already; what it still waits for is said every few seconds. */
async function untilStarted(app: NestFastifyApplication): Promise<void> {
  const saying = setInterval(() => {
    void app
      .get(Readiness)
      .report()
      .then(({ parts }) => {
        const waiting = Object.values(parts).filter((part) => !part.startsWith('ready'));
        if (waiting.length > 0) report(`等待中 ${waiting.join('; ')}`);
      });
  }, SAY_EVERY_MS);
  try {
    await app.get(Startup).done();
    // A new version of the tables may have to be filled from the log first.
    while (!(await app.get(Readiness).report()).parts['query']?.startsWith('ready')) await pause(READ_AGAIN_MS);
  } finally {
    clearInterval(saying);
  }
}

/** A ledger on somebody's own machine is not for the network unless they say so. */
export function hostOf({ host }: Config): string {
  return process.env['HOST'] === undefined ? '127.0.0.1' : host;
}

/** Says on the error stream what goes on, with the seconds since the start. */
export function report(line: string): void {
  process.stderr.write(`[${(performance.now() / 1_000).toFixed(1).padStart(5)} s] ${line}\n`);
}
