import { reasonOf, isSafeAddress } from '#basics';
import { createLocalJWKSet, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';

import { fetchJson } from './fetch-json';

const discoverySchema = z.looseObject({ issuer: z.string(), jwks_uri: z.url() });
const keysSchema = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })).max(200) });

/** The issuer could not be asked, so nothing can be said of a token: it may be tried again. */
export class IssuerUnreachable extends Error {
  override readonly name = 'IssuerUnreachable';
}

export interface KeyTimes {
  /** Keys that are older are asked for again, while those that are there still do. */
  freshMs: number;
  /** Keys that are older do not count: one that the issuer has withdrawn must end. */
  mostMs: number;
  /** The issuer is asked no more often, whatever tokens name. */
  pauseMs: number;
}
const TIMES: KeyTimes = { freshMs: 5 * 60_000, mostMs: 10 * 60_000, pauseMs: 1_000 };

interface Keys {
  ids: ReadonlySet<string | undefined>;
  find: JWTVerifyGetKey;
  since: number;
}

/** The public keys of an issuer, found by its discovery document and asked for again as they are rotated. */
export class IssuerKeys {
  private keys: Keys | undefined;
  private asking: Promise<Keys> | undefined;
  private lastTry = -Infinity;
  private failure: string | undefined;

  constructor(
    private readonly issuer: string,
    private readonly times: KeyTimes = TIMES,
    private readonly elapsed: () => number = () => performance.now(),
  ) {}

  /** Why the issuer could not be asked the last time; undefined where it could. */
  get complaint(): string | undefined {
    return this.failure;
  }

  /** The keys among which this one should be, if there is any such. Throws IssuerUnreachable. */
  async holding(kid: string | undefined): Promise<JWTVerifyGetKey> {
    const age = this.keys === undefined ? Infinity : this.elapsed() - this.keys.since;
    if (this.keys !== undefined && age < this.times.mostMs) {
      if (this.keys.ids.has(kid) || kid === undefined) {
        if (age > this.times.freshMs && this.mayAsk) this.ask().catch(() => undefined);
        return this.keys.find;
      }
      // A key that nobody has heard of: a new one, or an invention. Whether it is one is known only if the issuer has been asked.
      if (this.asking === undefined && !this.mayAsk && this.failure === undefined) return this.keys.find;
    }
    if (this.asking === undefined && !this.mayAsk) throw new IssuerUnreachable(this.failure);
    return (await this.ask()).find;
  }

  private get mayAsk(): boolean {
    return this.elapsed() - this.lastTry >= this.times.pauseMs;
  }

  /** Everybody who asks at the same time waits for the same answer. */
  private ask(): Promise<Keys> {
    this.asking ??= this.fetch().finally(() => {
      this.asking = undefined;
    });
    return this.asking;
  }

  private async fetch(): Promise<Keys> {
    this.lastTry = this.elapsed();
    try {
      const { keys } = keysSchema.parse(await fetchJson(await this.address()));
      const usable = keys.filter(({ kty, use }) => kty !== 'oct' && use !== 'enc');
      const ids = new Set(usable.map(({ kid }) => (typeof kid === 'string' ? kid : undefined)));
      const find = createLocalJWKSet({ keys: usable });
      this.failure = undefined;
      return (this.keys = { ids, find, since: this.elapsed() });
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
      this.failure = `the issuer ${this.issuer} cannot be asked for its keys: ${reasonOf(error)}${cause}`;
      throw new IssuerUnreachable(this.failure);
    }
  }

  private async address(): Promise<URL> {
    const from = new URL(`${this.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    const { issuer, jwks_uri: address } = discoverySchema.parse(await fetchJson(from));
    if (issuer !== this.issuer) throw new Error(`its document speaks of another issuer, ${issuer}`);
    const url = new URL(address);
    if (!isSafeAddress(url)) throw new Error(`its keys are at ${address}, which is not https`);
    return url;
  }
}
