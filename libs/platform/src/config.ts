import type { KafkaSecurity } from '#basics';
import { fieldReason } from '#wire';
import { z } from 'zod';

import { ConfigError } from './config-error';
import { CONSOLE_VARIABLES, type ConsoleConfig, consoleConfigOf } from './console-variables';
import { HTTP_VARIABLES, type HttpConfig, httpConfigOf } from './http-variables';
import { KAFKA_SECURITY_VARIABLES, kafkaSecurityIn } from './kafka-security';
import { SECRET_VARIABLES, secretNamed, withSecretFiles } from './secret-variables';

export { ConfigError } from './config-error';

/** The variables that the services read; docker-compose.yml and docs/configuration.md use these names and no others. */
const schema = z.object({
  KAFKA_BROKERS: z.string().min(1).optional(),
  ...KAFKA_SECURITY_VARIABLES,
  DATABASE_URL: z.string().min(1).optional(),
  /** Of the user in DATABASE_URL, where it does not stand there. */
  DATABASE_PASSWORD: z.string().min(1).optional(),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  HOST: z.string().min(1).default('0.0.0.0'),
  /** Of the Kafka that `npm start` brings; the data folder's own where it is left out. */
  KAFKA_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  DATA_DIR: z.string().min(1).default('.data'),
  /** The issuer of access tokens, as its discovery document spells it. */
  OIDC_ISSUER: z.string().min(1).optional(),
  OIDC_AUDIENCE: z.string().default(''),
  OIDC_ALGORITHMS: z.string().default('EdDSA,ES256,ES384,PS256,RS256'),
  /** The claim that names the actor in events. */
  OIDC_ACTOR_CLAIM: z.string().min(1).default('sub'),
  OIDC_GROUPS_CLAIM: z.string().min(1).default('groups'),
  /** Files with a line for each token, its hash and whom it stands for; separated by commas. */
  LEDGER_TOKENS_FILE: z.string().default(''),
  /** A file of public keys of machines that sign for themselves. */
  LEDGER_KEYS_FILE: z.string().min(1).optional(),
  /** A file that says who may do what. */
  ACCESS_FILE: z.string().min(1).optional(),
  /** How long it is kept who was refused what, and who read much at once. */
  ACCESS_RETENTION_DAYS: z.coerce.number().int().min(1).max(36_500).default(400),
  LEDGER_ID: z.string().min(1).default('budget-ledger'),
  /** Before the names of the topics: `budget.events` and so on. */
  TOPIC_PREFIX: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9._-]{0,60}$/,
      '应为小写字母、数字、点、横线，以字母或数字开头，最多 61 个字符。 must be lowercase letters, digits, dots, dashes',
    )
    .default('budget'),
  /** The number of partitions of budget.events at its creation; pinned from then on. */
  EVENTS_PARTITIONS: z.coerce.number().int().min(1).max(1_000).default(6),
  EVENTS_REPLICATION: z.coerce.number().int().min(1).max(7).default(1),
  /** More charts of accounts: CSV files `kind,year,code,name`, separated by commas. */
  CHARTS: z.string().default(''),
  /** How long a command may wait for its fate before it is answered 504; its id gives the outcome later. */
  COMMAND_TIMEOUT_MS: z.coerce.number().int().min(10).max(600_000).default(10_000),
  /** Records of a partition after which the ledger keeps a new snapshot of it, where it has a database. */
  SNAPSHOT_EVERY: z.coerce.number().int().min(1).default(20_000),
  /** How long a file that somebody sent is kept, and how many MiB of such files at most. */
  IMPORT_KEPT_HOURS: z.coerce.number().int().min(1).max(8_760).default(168),
  IMPORTS_KEPT_MB: z.coerce.number().int().min(8).default(512),
  /** How long the ledger may not know that it has read everything before it says that it is not ready. */
  TAIL_MAX_AGE_MS: z.coerce.number().int().min(1_000).default(15_000),
  /** How long a read is worked at before it is given up and answered 503. Statements of the database end by themselves after a minute. */
  READ_TIME_LIMIT_SECONDS: z.coerce.number().int().min(1).max(60).default(30),
  /** What is answered to who does not say who they are: nothing, or what is published of a budget as it was approved. */
  PUBLIC_READING: z.enum(['published']).optional(),
  ...HTTP_VARIABLES,
  /** Subscriptions that one client address may hold; a proxy is one address for everybody behind it. */
  SUBSCRIPTIONS_PER_ADDRESS: z.coerce.number().int().min(1).default(200),
  /** And those that one actor may hold, from wherever. */
  SUBSCRIPTIONS_PER_ACTOR: z.coerce.number().int().min(1).default(200),
  /** The first fiscal year whose history the read model holds; of earlier ones it holds their last state, and the log the rest. All where it is left out. */
  HISTORY_FROM_YEAR: z.coerce.number().int().min(1_900).max(9_999).optional(),
  /** How long history that was recalled from the log is kept behind the last read of it. */
  HISTORY_KEPT_MINUTES: z.coerce.number().int().min(1).max(100_000).default(60),
  /** How much of it is kept at most; what was not read for longest goes first. */
  HISTORY_KEPT_MB: z.coerce.number().int().min(1).max(1_000_000).default(4_096),
  ...CONSOLE_VARIABLES,
  /** Whether a service that others could listen to, or that nobody is known by, does not start. */
  REQUIRE_SECURITY: z.enum(['true', 'false']).default('false'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
});

export const CONFIG_VARIABLES: readonly string[] = Object.keys(schema.shape);
/** The variables under which secrets may be given by their files. */
export const SECRET_FILE_VARIABLES: readonly string[] = SECRET_VARIABLES.map((name) => `${name}_FILE`);

export interface Config {
  brokers: string[];
  kafkaSecurity: KafkaSecurity | undefined;
  databaseUrl: string | undefined;
  port: number;
  host: string;
  kafkaPort: number | undefined;
  dataDir: string;
  oidc: { issuer: string; audience: string; algorithms: string[]; actorClaim: string; groupsClaim: string } | undefined;
  tokensFiles: string[];
  keysFile: string | undefined;
  accessFile: string | undefined;
  accessRetentionDays: number;
  ledgerId: string;
  topicPrefix: string;
  partitions: number;
  replication: number;
  chartFiles: string[];
  commandTimeoutMs: number;
  snapshotEvery: number;
  importKeptHours: number;
  importsKeptMb: number;
  tailMaxAgeMs: number;
  readTimeLimitSeconds: number;
  publicReading: boolean;
  http: HttpConfig;
  subscriptionsPerAddress: number;
  subscriptionsPerActor: number;
  /** The first fiscal year whose history the read model holds. */
  historyFrom: number | undefined;
  historyKeptMinutes: number;
  historyKeptMb: number;
  console: ConsoleConfig;
  requireSecurity: boolean;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
}

const SHANGHAI_MS = 8 * 60 * 60 * 1_000;

/** Whoever lists the processes of a machine sees their variables, so that tokens have no place there. */
const TOKENS_MOVED =
  'LEDGER_TOKENS 已不再使用：令牌不应放在环境变量中。请把每个令牌的哈希写入文件（npm run ledger -- token 操作人 --keep），并设 LEDGER_TOKENS_FILE。 ' +
  'LEDGER_TOKENS is not read any more, since tokens have no place in a variable: write the hash of each into a file (npm run ledger -- token ACTOR --keep) and set LEDGER_TOKENS_FILE.';

export function readConfig(env: NodeJS.ProcessEnv): Config {
  const filled = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  if ('LEDGER_TOKENS' in filled) throw new ConfigError(TOKENS_MOVED);
  const parsed = schema.safeParse(withSecretFiles(filled));
  if (!parsed.success) {
    const [issue] = parsed.error.issues as [z.core.$ZodIssue];
    const variable = issue.path.join('.');
    const { zh, en } = fieldReason(issue, {}, filled);
    throw wrongVariable(variable, `${zh}。`, en);
  }
  const value = parsed.data;
  return {
    brokers: listOf(value.KAFKA_BROKERS ?? ''),
    kafkaSecurity: kafkaSecurityIn(value, (name) => secretNamed(filled, name)),
    databaseUrl: databaseUrlIn(value),
    port: value.PORT,
    host: value.HOST,
    kafkaPort: value.KAFKA_PORT,
    dataDir: value.DATA_DIR,
    oidc: oidcIn(value),
    tokensFiles: listOf(value.LEDGER_TOKENS_FILE),
    keysFile: value.LEDGER_KEYS_FILE,
    accessFile: value.ACCESS_FILE,
    accessRetentionDays: value.ACCESS_RETENTION_DAYS,
    ledgerId: value.LEDGER_ID,
    topicPrefix: value.TOPIC_PREFIX,
    partitions: value.EVENTS_PARTITIONS,
    replication: value.EVENTS_REPLICATION,
    chartFiles: listOf(value.CHARTS),
    commandTimeoutMs: value.COMMAND_TIMEOUT_MS,
    snapshotEvery: value.SNAPSHOT_EVERY,
    importKeptHours: value.IMPORT_KEPT_HOURS,
    importsKeptMb: value.IMPORTS_KEPT_MB,
    tailMaxAgeMs: value.TAIL_MAX_AGE_MS,
    readTimeLimitSeconds: value.READ_TIME_LIMIT_SECONDS,
    publicReading: value.PUBLIC_READING === 'published',
    http: httpConfigOf(value, wrongVariable),
    subscriptionsPerAddress: value.SUBSCRIPTIONS_PER_ADDRESS,
    subscriptionsPerActor: value.SUBSCRIPTIONS_PER_ACTOR,
    historyFrom: historyFromOf(value.HISTORY_FROM_YEAR),
    historyKeptMinutes: value.HISTORY_KEPT_MINUTES,
    historyKeptMb: value.HISTORY_KEPT_MB,
    console: consoleConfigOf(value, (name) => secretNamed(filled, name), wrongVariable),
    requireSecurity: value.REQUIRE_SECURITY === 'true',
    logLevel: value.LOG_LEVEL,
  };
}

function wrongVariable(variable: string, zh: string, en: string): ConfigError {
  return new ConfigError(`环境变量 ${variable} ${zh} Environment variable ${variable}: ${en}.`);
}

/** What happens now is never left out of the tables, for it could not be followed. */
function historyFromOf(year: number | undefined): number | undefined {
  const present = new Date(Date.now() + SHANGHAI_MS).getUTCFullYear();
  if (year === undefined || year <= present) return year;
  throw new ConfigError(
    `环境变量 HISTORY_FROM_YEAR 为 ${year}，不得晚于今年（${present}）。 ` +
      `Environment variable HISTORY_FROM_YEAR is ${year} and must not lie behind this year, ${present}.`,
  );
}

/** How Kafka is reached by a service that cannot do without it. */
export function kafkaIn({ brokers, kafkaSecurity }: Config): {
  brokers: string[];
  security: KafkaSecurity | undefined;
} {
  return { brokers: required(brokers, 'KAFKA_BROKERS'), security: kafkaSecurity };
}

function databaseUrlIn({
  DATABASE_URL: url,
  DATABASE_PASSWORD: password,
}: z.output<typeof schema>): string | undefined {
  if (url === undefined || password === undefined) return url;
  const whole = URL.canParse(url) ? new URL(url) : undefined;
  if (whole === undefined || whole.password !== '') {
    throw new ConfigError(
      'DATABASE_PASSWORD 只与不含密码的 DATABASE_URL 一起使用（postgres://用户@主机:端口/库）。 ' +
        'DATABASE_PASSWORD goes with a DATABASE_URL without a password (postgres://user@host:port/database).',
    );
  }
  whole.password = encodeURIComponent(password);
  return whole.href;
}

/** What a service cannot do without; the message names the variable. */
export function required<T>(value: T | undefined, variable: string): T {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) {
    throw new ConfigError(
      `请设置 ${variable}：没有它本服务无法启动。 Set ${variable}; this service cannot start without it.`,
    );
  }
  return value;
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function oidcIn(value: z.output<typeof schema>): Config['oidc'] {
  if (value.OIDC_ISSUER === undefined) return undefined;
  return {
    issuer: value.OIDC_ISSUER,
    audience: value.OIDC_AUDIENCE,
    algorithms: listOf(value.OIDC_ALGORITHMS),
    actorClaim: value.OIDC_ACTOR_CLAIM,
    groupsClaim: value.OIDC_GROUPS_CLAIM,
  };
}
