import { hash, timingSafeEqual } from 'node:crypto';

/** Who may write: bearer tokens and the actors that they stand for. */
export class Identity {
  private readonly known: { digest: Buffer; actor: string }[];

  constructor(tokens: ReadonlyMap<string, string>) {
    this.known = [...tokens].map(([token, actor]) => ({ digest: digestOf(token), actor }));
  }

  /** The actor of an `Authorization: Bearer …` value; digests are compared, so that time tells nothing about a token. */
  actorOf(authorization: string | undefined): string | undefined {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) return undefined;
    const digest = digestOf(token);
    return this.known.find((candidate) => timingSafeEqual(candidate.digest, digest))?.actor;
  }
}

function digestOf(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}
