import { parseArgs } from 'node:util';

import { type Config, ConfigError, required } from '#platform';
import {
  type Database,
  describeVersions,
  dropVersion,
  moveServing,
  openReadModel,
  OWN_VERSION,
  ownVersion,
  type ReadModelVersion,
  readVersion,
} from '#read-model';

import { checkProjections } from '../../projector/src/check-projections';
import type { FilledFrom } from '../../projector/src/fill-from-log';
import { fillOf } from '../../projector/src/fill-version';
import { VersionBuilder } from '../../projector/src/version-builder';
import { checkAsText, statusAsText } from './projections-text';

export const PROJECTIONS_USAGE = `  npm run ledger -- projections status|build|switch VERSION|drop VERSION|check [--database URL] [--brokers HOST:PORT,…] [--prefix budget] [--ledger-id …]

  projections status  读模型有哪些版本，哪一个在供读，各到哪里
                      which versions of the read model there are, which one is read, and how far each is
  projections build   从日志建立本程序的版本，不切换；显示进度；--anew 重新建立，其间不供读
                      fills this program's version from the log, without having it read, and shows how far it is; --anew fills it again, and nobody reads it meanwhile
  projections switch  改由该版本供读；赶上之前不切换，--force 除外
                      has the version read, once it has caught up with the one before; --force does not wait for that
  projections drop    清除不再供读的版本
                      takes away a version that is not read
  projections check   从日志重建本程序的版本，逐表列出行数与校验和并比对；0 相符，1 不符
                      makes this program's version again from the log and compares it table by table, by rows and checksums; exit code 0 is equal, 1 is not
`;

const PROGRESS_EVERY_MS = 1_000;

/** Answers the exit code. */
export async function runProjections(argv: string[], config: Config): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      database: { type: 'string' },
      brokers: { type: 'string' },
      prefix: { type: 'string' },
      'ledger-id': { type: 'string' },
      force: { type: 'boolean', default: false },
      anew: { type: 'boolean', default: false },
    },
  });
  const databaseUrl = values.database ?? config.databaseUrl;
  if (databaseUrl === undefined) throw new ConfigError(`缺少 DATABASE_URL 或 --database。\n${PROJECTIONS_USAGE}`);
  const log = () => ({
    brokers: values.brokers?.split(',') ?? required(config.brokers, 'KAFKA_BROKERS（或 or --brokers）'),
    security: config.kafkaSecurity,
    prefix: values.prefix ?? config.topicPrefix,
    ledgerId: values['ledger-id'] ?? config.ledgerId,
  });
  const own = ownVersion(config.historyFrom);
  const [verb = 'check', version] = positionals;
  switch (verb) {
    case 'check':
      return check({ ...log(), databaseUrl, historyFrom: config.historyFrom });
    case 'build':
      return withDatabase(databaseUrl, (database) => build(database, databaseUrl, log(), own, values.anew));
    case 'status':
      return withDatabase(databaseUrl, (database) => status(database, own));
    case 'switch':
      return withDatabase(databaseUrl, (database) => switchTo(database, named(version), values.force));
    case 'drop':
      return withDatabase(databaseUrl, (database) => drop(database, named(version)));
    default:
      throw new ConfigError(PROJECTIONS_USAGE);
  }
}

async function withDatabase(url: string, work: (database: Database) => Promise<number>): Promise<number> {
  const database = openReadModel(url, () => undefined);
  try {
    return await work(database);
  } finally {
    await database.end();
  }
}

function named(version: string | undefined): string {
  if (version === undefined) throw new ConfigError(`缺少版本。 Name the version.\n${PROJECTIONS_USAGE}`);
  return version;
}

async function check(settings: Parameters<typeof checkProjections>[0]): Promise<number> {
  const result = await checkProjections(settings);
  process.stdout.write(checkAsText(result));
  return result.tables.every(({ isEqual }) => isEqual) ? 0 : 1;
}

async function status(database: Database, own: ReadModelVersion): Promise<number> {
  process.stdout.write(statusAsText(await describeVersions(database), own.version));
  return 0;
}

async function build(
  database: Database,
  url: string,
  log: FilledFrom,
  own: ReadModelVersion,
  anew: boolean,
): Promise<number> {
  const stopping = new AbortController();
  const stop = (): void => {
    stopping.abort();
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const builder = new VersionBuilder({
    url,
    database,
    version: own,
    fill: fillOf(log, url, own, { say: (sentence) => process.stderr.write(`${sentence}\n`) }),
    say: (sentence) => process.stderr.write(`${sentence}\n`),
  });
  const telling = setInterval(() => {
    if (builder.progress !== undefined) process.stderr.write(`${builder.sentence}\n`);
  }, PROGRESS_EVERY_MS);
  try {
    await builder.build(stopping.signal, { anew });
  } finally {
    clearInterval(telling);
  }
  process.stdout.write(
    `版本 ${own.version} 已建成；投影服务启动后即供读，或 projections switch ${own.version}。 ` +
      `Version ${own.version} is filled: a projector that starts has it read, or projections switch ${own.version} does.\n`,
  );
  return 0;
}

async function switchTo(database: Database, version: string, isForced: boolean): Promise<number> {
  const form = (await readVersion(database, version))?.form ?? OWN_VERSION.form;
  const moved = await moveServing(database, { version, form }, { isForced });
  process.stdout.write(
    moved.moved
      ? `现由版本 ${version} 供读。 Version ${version} is read from now on.\n`
      : `未切换 Not switched: ${moved.reason}\n`,
  );
  return moved.moved ? 0 : 1;
}

async function drop(database: Database, version: string): Promise<number> {
  const dropped = await dropVersion(database, version);
  process.stdout.write(
    dropped.dropped
      ? `版本 ${version} 已清除。 Version ${version} has been dropped.\n`
      : `未清除 Not dropped: ${dropped.reason}\n`,
  );
  return dropped.dropped ? 0 : 1;
}
