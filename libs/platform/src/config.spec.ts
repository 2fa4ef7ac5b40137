import { CONFIG_VARIABLES, ConfigError, readConfig, required } from './config';

describe('readConfig', () => {
  it('has a default for all that a service can start without', () => {
    expect(readConfig({})).toEqual({
      brokers: [],
      databaseUrl: undefined,
      port: 8080,
      host: '0.0.0.0',
      dataDir: '.data',
      console: { port: 8_088, scope: 'openid profile', sessionIdleMinutes: 30, sessionHours: 10 },
      oidc: undefined,
      tokensFiles: [],
      keysFile: undefined,
      accessFile: undefined,
      ledgerId: 'budget-ledger',
      topicPrefix: 'budget',
      partitions: 6,
      replication: 1,
      chartFiles: [],
      commandTimeoutMs: 10_000,
      snapshotEvery: 20_000,
      importKeptHours: 168,
      importsKeptMb: 512,
      tailMaxAgeMs: 15_000,
      requireSecurity: false,
      logLevel: 'info',
      readTimeLimitSeconds: 30,
      publicReading: false,
      accessRetentionDays: 400,
      http: {
        maxConnections: 10_000,
        perAddress: 10_000,
        perActor: 10_000,
        trustedProxies: [],
        corsOrigins: [],
        tls: undefined,
        management: undefined,
        docs: true,
      },
      subscriptionsPerAddress: 200,
      subscriptionsPerActor: 200,
      historyFrom: undefined,
      historyKeptMinutes: 60,
      historyKeptMb: 4_096,
    });
  });

  it('reads every variable', () => {
    const env = {
      KAFKA_BROKERS: 'kafka-1:9092, kafka-2:9092,',
      KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT',
      KAFKA_TLS_CA_FILE: '',
      KAFKA_TLS_CERT_FILE: '',
      KAFKA_TLS_KEY_FILE: '',
      KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
      KAFKA_SASL_USERNAME: 'ledger',
      KAFKA_SASL_PASSWORD: 'of-the-ledger',
      KAFKA_SASL_TOKEN_FILE: '',
      KAFKA_SASL_TOKEN_ENDPOINT: '',
      KAFKA_SASL_CLIENT_ID: '',
      KAFKA_SASL_CLIENT_SECRET: '',
      KAFKA_SASL_SCOPE: '',
      DATABASE_URL: 'postgres://ledger@db/ledger',
      DATABASE_PASSWORD: 'of-db',
      PORT: '0',
      HOST: '127.0.0.1',
      KAFKA_PORT: '29092',
      DATA_DIR: '/var/ledger',
      OIDC_ISSUER: 'https://login.example.cn',
      OIDC_AUDIENCE: 'ledger',
      OIDC_ALGORITHMS: 'EdDSA, ES256',
      OIDC_ACTOR_CLAIM: 'preferred_username',
      OIDC_GROUPS_CLAIM: 'roles',
      LEDGER_TOKENS_FILE: 'tokens.txt, more.txt',
      LEDGER_KEYS_FILE: 'keys.json',
      ACCESS_FILE: 'access.json',
      LEDGER_ID: 'shangrao',
      TOPIC_PREFIX: 'sr.budget',
      EVENTS_PARTITIONS: '12',
      EVENTS_REPLICATION: '3',
      CHARTS: 'a.csv, b.csv',
      COMMAND_TIMEOUT_MS: '2500',
      SNAPSHOT_EVERY: '500',
      IMPORT_KEPT_HOURS: '24',
      IMPORTS_KEPT_MB: '64',
      TAIL_MAX_AGE_MS: '2000',
      READ_TIME_LIMIT_SECONDS: '20',
      PUBLIC_READING: 'published',
      MAX_CONNECTIONS: '300',
      RATE_LIMIT_PER_ADDRESS: '50',
      RATE_LIMIT_PER_ACTOR: '40',
      TRUST_PROXY: '10.0.0.5, fd00::/8',
      CORS_ORIGINS: 'https://budget.example.cn',
      TLS_CERT_FILE: 'server.crt',
      TLS_KEY_FILE: 'server.key',
      TLS_CLIENT_CA_FILE: 'clients.crt',
      TLS_CLIENT_CRL_FILE: 'clients.crl',
      TLS_CLIENTS_FILE: 'clients.txt',
      MANAGEMENT_PORT: '9090',
      MANAGEMENT_HOST: '10.0.0.1',
      DOCS: 'off',
      ACCESS_RETENTION_DAYS: '90',
      SUBSCRIPTIONS_PER_ACTOR: '8',
      SUBSCRIPTIONS_PER_ADDRESS: '9',
      HISTORY_FROM_YEAR: '2022',
      HISTORY_KEPT_MINUTES: '30',
      HISTORY_KEPT_MB: '100',
      CONSOLE_URL: 'https://budget.example.cn/',
      CONSOLE_PORT: '0',
      LEDGER_URL: 'http://ledger:8080',
      QUERY_URL: 'http://query:8080',
      PROJECTOR_URL: 'http://projector:8080',
      OIDC_CLIENT_ID: 'console',
      OIDC_CLIENT_SECRET: 'of-the-console',
      OIDC_SCOPE: 'openid offline_access',
      OIDC_RESOURCE: 'urn:ledger',
      SESSION_IDLE_MINUTES: '15',
      SESSION_HOURS: '8',
      REQUIRE_SECURITY: 'true',
      LOG_LEVEL: 'silent',
    };
    expect(Object.keys(env).sort()).toEqual([...CONFIG_VARIABLES].sort());
    expect(readConfig(env)).toEqual({
      brokers: ['kafka-1:9092', 'kafka-2:9092'],
      kafkaSecurity: {
        sasl: { mechanism: 'scram-sha-512', username: 'ledger', password: { value: 'of-the-ledger' } },
      },
      databaseUrl: 'postgres://ledger:of-db@db/ledger',
      port: 0,
      host: '127.0.0.1',
      kafkaPort: 29_092,
      dataDir: '/var/ledger',
      oidc: {
        issuer: 'https://login.example.cn',
        audience: 'ledger',
        algorithms: ['EdDSA', 'ES256'],
        actorClaim: 'preferred_username',
        groupsClaim: 'roles',
      },
      tokensFiles: ['tokens.txt', 'more.txt'],
      keysFile: 'keys.json',
      accessFile: 'access.json',
      ledgerId: 'shangrao',
      topicPrefix: 'sr.budget',
      partitions: 12,
      replication: 3,
      chartFiles: ['a.csv', 'b.csv'],
      commandTimeoutMs: 2_500,
      snapshotEvery: 500,
      importKeptHours: 24,
      importsKeptMb: 64,
      tailMaxAgeMs: 2_000,
      readTimeLimitSeconds: 20,
      publicReading: true,
      accessRetentionDays: 90,
      http: {
        maxConnections: 300,
        perAddress: 50,
        perActor: 40,
        trustedProxies: ['10.0.0.5', 'fd00::/8'],
        corsOrigins: ['https://budget.example.cn'],
        tls: {
          certFile: 'server.crt',
          keyFile: 'server.key',
          clients: { caFile: 'clients.crt', crlFile: 'clients.crl', actorsFile: 'clients.txt' },
        },
        management: { port: 9_090, host: '10.0.0.1' },
        docs: false,
      },
      subscriptionsPerActor: 8,
      subscriptionsPerAddress: 9,
      historyFrom: 2_022,
      historyKeptMinutes: 30,
      historyKeptMb: 100,
      console: {
        url: 'https://budget.example.cn',
        port: 0,
        ledgerUrl: 'http://ledger:8080',
        queryUrl: 'http://query:8080',
        projectorUrl: 'http://projector:8080',
        clientId: 'console',
        clientSecret: { value: 'of-the-console' },
        scope: 'openid offline_access',
        resource: 'urn:ledger',
        sessionIdleMinutes: 15,
        sessionHours: 8,
      },
      requireSecurity: true,
      logLevel: 'silent',
    });
  });

  it('refuses tokens in a variable, says where they belong, and repeats none of them', () => {
    const env = { LEDGER_TOKENS: '财政局=0123456789abcdef' };
    expect(() => readConfig(env)).toThrow(
      /^LEDGER_TOKENS 已不再使用.+LEDGER_TOKENS is not read any more.+LEDGER_TOKENS_FILE\.$/,
    );
    expect(() => readConfig(env)).not.toThrow(/0123456789abcdef/);
  });

  it.each(['budget.example.cn', 'https://budget.example.cn/console', 'ftp://x', 'https://u:p@x.cn'])(
    'takes no address of the console that has more than an origin: %s',
    (url) => expect(() => readConfig({ CONSOLE_URL: url })).toThrow(/CONSOLE_URL .*不带路径.* without a path/),
  );

  it('leaves out no history of what has not happened yet', () => {
    const year = new Date().getFullYear();
    expect(readConfig({ HISTORY_FROM_YEAR: String(year) }).historyFrom).toBe(year);
    expect(() => readConfig({ HISTORY_FROM_YEAR: String(year + 2) })).toThrow(
      /HISTORY_FROM_YEAR .*不得晚于今年.* must not/,
    );
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
