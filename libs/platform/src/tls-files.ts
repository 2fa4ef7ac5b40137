import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createSecureContext, type SecureContextOptions } from 'node:tls';

import { reasonOf } from '#basics';

import { ConfigError } from './config';
import type { Notice } from './health';
import type { TlsFiles } from './http-variables';
import { type FileEvents, stampOf } from './watched-file';

const LOOK_EVERY_MS = 1_000;
const DAY_MS = 24 * 60 * 60 * 1_000;
const TOLD_BEFORE_DAYS = 30;

/** What HTTPS is spoken with, as its files say it now. Files that do not fit each other, as in the middle of being replaced, change nothing. */
export class WatchedTls {
  private stamp: string;
  private current: SecureContextOptions;
  private expiresAt: number;
  private fault: string | undefined;
  private timer: NodeJS.Timeout | undefined;

  /** Throws ConfigError where nothing can be spoken with them. */
  constructor(private readonly files: TlsFiles) {
    this.stamp = this.stamps();
    this.current = this.read();
    this.expiresAt = expiryOf(this.current);
  }

  get options(): SecureContextOptions {
    return this.current;
  }

  get asksClients(): boolean {
    return this.files.clients !== undefined;
  }

  /** What is to be mended while it still works. */
  notice(now = Date.now()): Notice | undefined {
    if (this.fault !== undefined) return { notice: this.fault };
    const days = Math.floor((this.expiresAt - now) / DAY_MS);
    if (days >= TOLD_BEFORE_DAYS) return undefined;
    const zh = days < 0 ? '服务器证书已过期' : `服务器证书还有 ${days} 天到期`;
    return { notice: `${zh}（${this.files.certFile}）。 The certificate ends in ${days} days: replace the file` };
  }

  watch(apply: (options: SecureContextOptions) => void, events: FileEvents): void {
    const look = (): void => {
      const stamp = this.stamps();
      if (stamp === this.stamp) return;
      this.stamp = stamp;
      try {
        this.current = this.read();
        this.expiresAt = expiryOf(this.current);
        this.fault = undefined;
        apply(this.current);
        events.changed('证书文件已重新载入。 The files of certificates were read again.');
      } catch (error) {
        this.fault = `沿用之前的证书 the certificates from before still count: ${reasonOf(error)}`;
        events.refused(this.fault);
      }
    };
    this.timer = setInterval(look, LOOK_EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private read(): SecureContextOptions {
    const { certFile, keyFile, clients } = this.files;
    const options: SecureContextOptions = {
      cert: readFrom(certFile),
      key: readFrom(keyFile),
      minVersion: 'TLSv1.2',
      ...(clients === undefined ? {} : { ca: readFrom(clients.caFile) }),
      ...(clients?.crlFile === undefined ? {} : { crl: readFrom(clients.crlFile) }),
    };
    try {
      createSecureContext(options);
      return options;
    } catch (error) {
      throw new ConfigError(
        `证书文件互不相符或无法识别（${reasonOf(error)}）。 The files of certificates do not fit each other, or cannot be read: ${reasonOf(error)}.`,
      );
    }
  }

  private stamps(): string {
    const { certFile, keyFile, clients } = this.files;
    const files = [certFile, keyFile, clients?.caFile, clients?.crlFile].filter((file) => file !== undefined);
    return files.map(stampOf).join('\n');
  }
}

function expiryOf({ cert }: SecureContextOptions): number {
  return Date.parse(new X509Certificate(cert as string).validTo);
}

const MOST_BYTES = 1 << 20;

function readFrom(file: string): string {
  try {
    if (statSync(file).size > MOST_BYTES) throw new ConfigError('文件过大。 It is larger than 1 MiB.');
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`${file}: ${reasonOf(error)}`);
  }
}
