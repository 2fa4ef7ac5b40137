import { type Config, Doorkeeper, HealthModule, MetricsModule, type Notice, Readiness, WatchedFile } from '#platform';
import {
  type DynamicModule,
  Injectable,
  Logger,
  Module,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';

import { Admission } from './admission';
import { clientsIn, type KnownClients } from './client-certificate';
import { Identity } from './identity';
import { type KnownKeys, keysIn } from './key-file';
import { OidcIssuer } from './oidc';
import { Rights } from './rights';
import { type RightsFile, rightsIn } from './rights-file';
import { SignedCommands } from './signed-command';
import { type KnownTokens, tokensIn } from './token-file';
import { ACCESS_RECORDS, AccessRecords } from './trace/access-records';
import { AccessTrace } from './trace/access-trace';
import { traceProvider } from './trace/trace-provider';

const NOBODY =
  '没有任何身份来源，谁也不能记账或查阅：请设置 OIDC_ISSUER、LEDGER_TOKENS_FILE 或 LEDGER_KEYS_FILE。 ' +
  'Nobody can be identified, so nobody can write or read: set OIDC_ISSUER, LEDGER_TOKENS_FILE or LEDGER_KEYS_FILE';

const NO_RIGHTS =
  '没有权限文件，谁也不能记账或查阅：请设置 ACCESS_FILE。 There is no file of rights, so nobody may write or read: set ACCESS_FILE';

const PUBLIC =
  '批准报表和公开文本对所有人开放（PUBLIC_READING=published）。 ' +
  'Whoever reaches this service reads approved tables and publications (PUBLIC_READING=published)';

/** The files and the issuer by which callers are known, as long as the process runs. */
@Injectable()
class IdentitySources implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('access');
  private readonly tokens: WatchedFile<KnownTokens>[];
  private readonly keys: WatchedFile<KnownKeys> | undefined;
  private readonly issuer: OidcIssuer | undefined;
  private readonly clients: WatchedFile<KnownClients> | undefined;
  private readonly rightsFile: WatchedFile<RightsFile> | undefined;

  constructor(private readonly config: Config) {
    const { tokensFiles, keysFile, oidc, accessFile, http } = config;
    const clientsFile = http.tls?.clients?.actorsFile;
    this.clients = clientsFile === undefined ? undefined : new WatchedFile(clientsFile, clientsIn);
    this.rightsFile = accessFile === undefined ? undefined : new WatchedFile(accessFile, rightsIn);
    this.tokens = tokensFiles.map((file) => new WatchedFile(file, tokensIn));
    this.keys = keysFile === undefined ? undefined : new WatchedFile(keysFile, keysIn);
    this.issuer = oidc === undefined ? undefined : new OidcIssuer(oidc);
  }

  onModuleInit(): void {
    for (const file of this.files) {
      file.watch({ changed: (said) => this.logger.log(said), refused: (said) => this.logger.warn(said) });
    }
    for (const sentence of this.lacking) this.logger.warn(sentence);
  }

  identity({ ledgerId }: Config): Identity {
    const { tokens, keys, issuer } = this;
    const known = (): KnownTokens[] => tokens.map(({ value }) => value);
    const ways = { tokens: known, keys: () => keys?.value, issuer, clients: () => this.clients?.value, ledgerId };
    return new Identity(ways);
  }

  signedCommands({ ledgerId }: Config): SignedCommands {
    return new SignedCommands(() => this.keys?.value, ledgerId);
  }

  rights(trace: AccessTrace): Rights {
    return new Rights(() => this.rightsFile?.value, trace);
  }

  /** Nothing here keeps a process from serving: each caller is told of its own token. An operator should know all the same. */
  notice(): Notice | undefined {
    const told = [...this.files, this.issuer].flatMap((source) => source?.complaint ?? []);
    const complaints = [...told, ...this.lacking];
    return complaints.length === 0 ? undefined : { notice: complaints.join('; ') };
  }

  onApplicationShutdown(): void {
    for (const file of this.files) file.stop();
  }

  private get files(): WatchedFile<unknown>[] {
    return [...this.tokens, this.keys, this.clients, this.rightsFile].filter((file) => file !== undefined);
  }

  private get lacking(): string[] {
    const isNobodyKnown =
      this.tokens.length === 0 && this.keys === undefined && this.clients === undefined && this.issuer === undefined;
    return [
      ...(isNobodyKnown ? [NOBODY] : []),
      ...(this.rightsFile === undefined ? [NO_RIGHTS] : []),
      ...(this.config.publicReading ? [PUBLIC] : []),
    ];
  }
}

/** The modules by configuration, so that the roles of one process know callers by the same files, and keep one trace. */
const made = new WeakMap<Config, DynamicModule>();

/** Who is who, who may what, and the trace of who tried it, for a service that asks. Throws ConfigError where that is configured wrong. */
export function accessModule(config: Config): DynamicModule {
  const module = made.get(config) ?? moduleOf(config);
  made.set(config, module);
  return module;
}

@Module({})
class AccessModule {}

function moduleOf(config: Config): DynamicModule {
  // What is configured wrong is one sentence, before the framework makes anything.
  const sources = new IdentitySources(config);
  const registered = (readiness: Readiness): IdentitySources => {
    readiness.register('access', () => sources.notice());
    return sources;
  };
  const records = recordsOf(config);
  return {
    module: AccessModule,
    imports: [HealthModule, MetricsModule],
    providers: [
      traceProvider(config, records),
      { provide: ACCESS_RECORDS, useValue: records },
      { provide: IdentitySources, inject: [Readiness], useFactory: registered },
      {
        provide: Identity,
        inject: [IdentitySources],
        useFactory: (sources: IdentitySources) => sources.identity(config),
      },
      {
        provide: Rights,
        inject: [IdentitySources, AccessTrace],
        useFactory: (sources: IdentitySources, trace: AccessTrace) => sources.rights(trace),
      },
      {
        provide: SignedCommands,
        inject: [IdentitySources],
        useFactory: (sources: IdentitySources) => sources.signedCommands(config),
      },
      {
        provide: Doorkeeper,
        inject: [Identity, Rights, AccessTrace],
        useFactory: (identity: Identity, rights: Rights, trace: AccessTrace) =>
          new Admission(identity, rights, trace, config.publicReading),
      },
    ],
    exports: [AccessTrace, ACCESS_RECORDS, Identity, Rights, SignedCommands],
  };
}

function recordsOf({
  brokers,
  kafkaSecurity: security,
  topicPrefix,
  replication,
  accessRetentionDays,
}: Config): AccessRecords | undefined {
  if (brokers.length === 0) return undefined;
  const clientId = 'ledger-access';
  return new AccessRecords({
    brokers,
    security,
    clientId,
    prefix: topicPrefix,
    replication,
    retentionDays: accessRetentionDays,
  });
}
