import { resolve } from 'node:path';

import { type Config, ConfigError, readConfig, runMain } from '#platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { requireDataFolder, requireFreePort, startOptions } from './before-start';
import { LedgerClient } from './ledger-client';
import { loadSample, printedSample, SAMPLE_PAGE, sampleAddresses } from './sample-budget';
import type { Servers } from './servers';
import { startConsole } from './start-console';
import { hostOf, report, startService } from './start-service';

const USAGE = `npm start               启动全部服务，载入示例预算，Ctrl-C 停止 Starts everything with the sample budget until Ctrl-C
npm start -- --once     同上，打印后退出 The same, and ends after printing
环境变量 Variables: PORT, CONSOLE_PORT, HOST, DATA_DIR, KAFKA_PORT, KAFKA_BROKERS, DATABASE_URL, OIDC_ISSUER, LEDGER_TOKENS_FILE, ACCESS_FILE, CHARTS, LOG_LEVEL
`;

runMain(async () => {
  const { once, help } = startOptions(process.argv.slice(2), USAGE);
  if (help) {
    process.stdout.write(USAGE);
    return;
  }
  const stopAsked = untilSignal();
  const started: Servers['started'] = [];
  const apps: NestFastifyApplication[] = [];
  try {
    const config = readConfig(process.env);
    const starting = run(config, started, (app) => apps.unshift(app)).then(() => true);
    const isUp = await Promise.race([starting, stopAsked.then(() => false)]);
    // What is broken off fails, which nobody has to hear of.
    starting.catch(() => undefined);
    if (isUp && !once) {
      process.stdout.write('按 Ctrl-C 停止 Press Ctrl-C to stop\n');
      await Promise.race([stopAsked, ...started.map(failure)]);
    }
  } finally {
    // The console first, as it is made of what the others answer.
    for (const app of apps) await app.close();
    await Promise.all(started.map(({ server }) => server.stop()));
  }
  process.exit(0);
});

/** Starts everything, loads the sample and prints it. */
async function run(
  base: Config,
  started: Servers['started'],
  onApp: (app: NestFastifyApplication) => void,
): Promise<void> {
  const dataDir = resolve(base.dataDir);
  requireDataFolder(dataDir);
  await requireFreePort(base.port, hostOf(base), 'PORT');
  await requireFreePort(base.console.port, hostOf(base), 'CONSOLE_PORT');
  const service = await startService(base, dataDir, { started, report, onApp });
  const { url, signIns, issuer, servers } = service;
  const { own, people } = signIns;
  const consoleUrl = await startConsole(service, dataDir, onApp);
  const client = new LedgerClient(url, own.token);
  const { recorded, repeated, position } = await loadSample(client);
  report(`示例预算 Sample budget: 新记录 recorded ${recorded}，此前已有 there before ${repeated}`);
  process.stdout.write(`\n${await printedSample(client, position)}\n`);
  process.stdout.write(
    `${consoleLines(consoleUrl, [own, ...people], issuer !== undefined)}\n${sampleAddresses(url)}\n`,
  );
  process.stdout.write(`令牌 Token (${own.actor}): ${own.token}\n`);
  process.stdout.write(`登录 Sign-ins, ${base.accessFile ?? signIns.accessFile}:\n`);
  for (const { actor, id, token, may } of people) process.stdout.write(`  ${actor} ${id} ${token}  ${may}\n`);
  if (issuer !== undefined) process.stdout.write(issuerLine(issuer.issuer));
  process.stdout.write(`Kafka: ${servers.brokers.join(',')}\n`);
  // The address of a database of somebody else holds their password, and they know it.
  if (base.databaseUrl === undefined) process.stdout.write(`数据库 Database (DATABASE_URL): ${servers.databaseUrl}\n`);
  process.stdout.write(`${memoryLine(started)}\n`);
}

/** Whoever starts it opens this first. */
function consoleLines(url: string, people: readonly { actor: string; may: string }[], isByIssuer: boolean): string {
  const how = isByIssuer
    ? `登录时点选身份，无需密码 Choose who you are, without a password: ${people.map(({ actor }) => actor).join(' ')}`
    : '登录时填写下列令牌之一 Sign in with one of the tokens below';
  return `控制台 Console:       ${url}${SAMPLE_PAGE}\n  ${how}`;
}

function issuerLine(issuer: string): string {
  const command = `curl -u zhang-san:SECRET -d grant_type=client_credentials ${issuer}/token`;
  return `签发方（仅供本机试用） Issuer (for this machine alone): ${issuer}, ${command}\n`;
}

function memoryLine(started: Servers['started']): string {
  const parts = started.map(({ name, server }) => `${name} ${Math.round(server.memoryMiB())} MiB`);
  const own = Math.round(process.memoryUsage().rss / 1024 / 1024);
  return `内存 Memory: 账本 ledger ${own} MiB${parts.map((part) => `, ${part}`).join('')}`;
}

/** Ctrl-C reaches this process from the terminal and from the start script; the second one is the same request. */
function untilSignal(): Promise<void> {
  return new Promise((resolveStop) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        resolveStop();
      });
    }
  });
}

/** A server that dies by itself ends the whole start with a sentence. */
async function failure({ name, server }: Servers['started'][number]): Promise<never> {
  await server.exited;
  throw new ConfigError(
    `${name} 自行停止：请查看数据目录中它的日志，然后重新启动。 ` +
      `${name} has stopped by itself: see its log in the data folder, then start again.`,
  );
}
