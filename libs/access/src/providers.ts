import { type Config, Doorkeeper, type Notice, Readiness } from '#platform';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit, type Provider } from '@nestjs/common';

import { Identity } from './identity';
import { type KnownKeys, keysIn } from './key-file';
import { OidcIssuer } from './oidc';
import { Rights } from './rights';
import { type RightsFile, rightsIn } from './rights-file';
import { type KnownToken, tokensIn } from './token-file';
import { WatchedFile } from './watched-file';

const NOBODY =
  '没有任何身份来源，谁也不能记账：请设置 OIDC_ISSUER、LEDGER_TOKENS_FILE 或 LEDGER_KEYS_FILE。 ' +
  'Nobody can be identified, so nobody can write: set OIDC_ISSUER, LEDGER_TOKENS_FILE or LEDGER_KEYS_FILE';

const NO_RIGHTS =
  '没有权限文件，谁也不能记账：请设置 ACCESS_FILE。 There is no file of rights, so nobody may write: set ACCESS_FILE';

/** The files and the issuer by which callers are known, as long as the process runs. */
@Injectable()
class IdentitySources implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('access');
  private readonly tokens: WatchedFile<KnownToken[]>[];
  private readonly keys: WatchedFile<KnownKeys> | undefined;
  private readonly issuer: OidcIssuer | undefined;
  private readonly rightsFile: WatchedFile<RightsFile> | undefined;

  constructor(config: Config) {
    const { tokensFiles, keysFile, oidc, accessFile } = config;
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
    return new Identity({
      tokens: () => tokens.flatMap(({ value }) => value),
      keys: () => keys?.value,
      issuer,
      ledgerId,
    });
  }

  rights(): Rights {
    return new Rights(() => this.rightsFile?.value);
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
    return [...this.tokens, this.keys, this.rightsFile].filter((file) => file !== undefined);
  }

  private get lacking(): string[] {
    const isNobodyKnown = this.tokens.length === 0 && this.keys === undefined && this.issuer === undefined;
    return [...(isNobodyKnown ? [NOBODY] : []), ...(this.rightsFile === undefined ? [NO_RIGHTS] : [])];
  }
}

/** Who is who, for a service that asks it. Throws ConfigError where that is configured wrong. */
export function accessProviders(config: Config): Provider[] {
  const sources = new IdentitySources(config);
  const registered = (readiness: Readiness): IdentitySources => {
    readiness.register('access', () => sources.notice());
    return sources;
  };
  return [
    { provide: IdentitySources, inject: [Readiness], useFactory: registered },
    { provide: Identity, useFactory: () => sources.identity(config) },
    { provide: Rights, useFactory: () => sources.rights() },
    { provide: Doorkeeper, useExisting: Identity },
  ];
}
