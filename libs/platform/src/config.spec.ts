import { CONFIG_VARIABLES, ConfigError, readConfig, required } from './config';

const TOKEN = '0123456789abcdef';

describe('readConfig', () => {
  it('has a default for all that a service can start without', () => {
    expect(readConfig({})).toEqual({
      brokers: [],
      databaseUrl: undefined,
      port: 8080,
      host: '0.0.0.0',
      dataDir: '.data',
      tokens: new Map(),
      ledgerId: 'budget-ledger',
      topicPrefix: 'budget',
      partitions: 6,
      replication: 1,
      chartFiles: [],
      commandTimeoutMs: 10_000,
      snapshotEvery: 20_000,
      tailMaxAgeMs: 15_000,
      logLevel: 'info',
      readTimeLimitSeconds: 30,
      maxConnections: 10_000,
      subscriptionsPerAddress: 200,
    });
  });

  it('reads every variable', () => {
    const env = {
      KAFKA_BROKERS: 'kafka-1:9092, kafka-2:9092,',
      DATABASE_URL: 'postgres://ledger@db/ledger',
      PORT: '0',
      HOST: '127.0.0.1',
      KAFKA_PORT: '29092',
      DATA_DIR: '/var/ledger',
      LEDGER_TOKENS: `财政局=${TOKEN}`,
      LEDGER_ID: 'shangrao',
      TOPIC_PREFIX: 'sr.budget',
      EVENTS_PARTITIONS: '12',
      EVENTS_REPLICATION: '3',
      CHARTS: 'a.csv, b.csv',
      COMMAND_TIMEOUT_MS: '2500',
      SNAPSHOT_EVERY: '500',
      TAIL_MAX_AGE_MS: '2000',
      READ_TIME_LIMIT_SECONDS: '20',
      MAX_CONNECTIONS: '300',
      SUBSCRIPTIONS_PER_ADDRESS: '9',
      LOG_LEVEL: 'silent',
    };
    expect(Object.keys(env).sort()).toEqual([...CONFIG_VARIABLES].sort());
    expect(readConfig(env)).toEqual({
      brokers: ['kafka-1:9092', 'kafka-2:9092'],
      databaseUrl: 'postgres://ledger@db/ledger',
      port: 0,
      host: '127.0.0.1',
      kafkaPort: 29_092,
      dataDir: '/var/ledger',
      tokens: new Map([[TOKEN, '财政局']]),
      ledgerId: 'shangrao',
      topicPrefix: 'sr.budget',
      partitions: 12,
      replication: 3,
      chartFiles: ['a.csv', 'b.csv'],
      commandTimeoutMs: 2_500,
      snapshotEvery: 500,
      tailMaxAgeMs: 2_000,
      readTimeLimitSeconds: 20,
      maxConnections: 300,
      subscriptionsPerAddress: 9,
      logLevel: 'silent',
    });
  });

  it('refuses an actor whose name holds what cannot be seen or was lost', () => {
    for (const actor of ['财政\u200b局', '财\ufffd局', '财政  局']) {
      expect(() => readConfig({ LEDGER_TOKENS: `${actor}=${TOKEN}` })).toThrow(
        /^LEDGER_TOKENS 的操作人 .+个字符 U\+.+。 LEDGER_TOKENS, actor .+U\+/,
      );
    }
  });

  it('takes an empty variable for none, as compose files leave them', () => {
    const empty = Object.fromEntries(CONFIG_VARIABLES.map((name) => [name, '']));
    expect(readConfig(empty)).toEqual(readConfig({}));
  });

  it.each([
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['PORT', '80.5'],
    ['EVENTS_PARTITIONS', '0'],
    ['EVENTS_REPLICATION', '-1'],
    ['COMMAND_TIMEOUT_MS', '1'],
    ['TOPIC_PREFIX', 'Budget'],
    ['LOG_LEVEL', 'loud'],
  ])('names %s when it is %s', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(ConfigError);
    expect(() => readConfig({ [name]: value })).toThrow(
      new RegExp(`^环境变量 ${name} (?:应为|不得|.*下列之一).+，收到“${value}”。 Environment variable ${name}: .+\\.$`),
    );
  });

  it('reads several tokens, Chinese actors and tokens with an equals sign among them', () => {
    const { tokens } = readConfig({ LEDGER_TOKENS: `预算科 张三=${TOKEN}==, auditor = ${TOKEN}2 ,张三=${TOKEN}3` });
    expect(tokens).toEqual(
      new Map([
        [`${TOKEN}==`, '预算科 张三'],
        [`${TOKEN}2`, 'auditor'],
        [`${TOKEN}3`, '张三'],
      ]),
    );
  });

  it.each([
    ['a token of fifteen characters', '财政局=0123456789abcde'],
    ['no actor', `=${TOKEN}`],
    ['a token alone', TOKEN],
    ['a token with a space, which no header could carry', '财政局=0123456789 abcdef'],
    ['a Chinese token, which no header could carry', '财政局=一二三四五六七八九十一二三四五六七'],
    ['one wrong pair among right ones', `财政局=${TOKEN},审计=x`],
  ])('refuses %s', (_, text) => {
    expect(() => readConfig({ LEDGER_TOKENS: text })).toThrow(ConfigError);
    expect(() => readConfig({ LEDGER_TOKENS: text })).toThrow(
      /^LEDGER_TOKENS 应为.*16.*。 LEDGER_TOKENS must hold actor=token pairs .*16/,
    );
  });

  it('refuses one token for two actors, since events could not say who it was', () => {
    const text = `财政局=${TOKEN},审计局=${TOKEN}`;
    expect(() => readConfig({ LEDGER_TOKENS: text })).toThrow(ConfigError);
    expect(() => readConfig({ LEDGER_TOKENS: text })).toThrow(
      /^LEDGER_TOKENS 中 财政局 与 审计局 的令牌相同.*。 LEDGER_TOKENS gives 财政局 and 审计局 the same token/,
    );
    expect(() => readConfig({ LEDGER_TOKENS: text })).not.toThrow(TOKEN);
  });
});

describe('required', () => {
  it('hands on what is there', () => {
    expect(required(['kafka:9092'], 'KAFKA_BROKERS')).toEqual(['kafka:9092']);
    expect(required('x', 'DATABASE_URL')).toBe('x');
  });

  it.each([[undefined], [[]]])('names the variable that is missing', (value) => {
    expect(() => required(value, 'KAFKA_BROKERS')).toThrow(
      '请设置 KAFKA_BROKERS：没有它本服务无法启动。 Set KAFKA_BROKERS; this service cannot start without it.',
    );
    expect(() => required(value, 'KAFKA_BROKERS')).toThrow(ConfigError);
  });
});
