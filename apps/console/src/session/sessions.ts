import { randomBytes } from 'node:crypto';

/** What a session may ask the services with. It never leaves this process but to them and to the issuer. */
export interface Tokens {
  access: string;
  /** When the access token ends, in milliseconds of the clock; nothing where nobody said it. */
  endsAt: number | undefined;
  refresh: string | undefined;
}

export interface Session {
  readonly id: string;
  readonly actor: string;
  tokens: Tokens;
  /** The refreshing that is under way, so that there is one at a time. */
  refreshing: Promise<void> | undefined;
  readonly startedAt: number;
  usedAt: number;
  isOver: boolean;
  /** What is passed on for it at the moment, and ends with it. */
  readonly passing: Set<AbortController>;
}

interface Limits {
  idleMs: number;
  longestMs: number;
  /** So many at a time; one more ends the one that was used longest ago. */
  most: number;
}

/** Who is signed in, in the memory of this process: whoever it is, a restart signs them out. */
export class Sessions {
  /** In the order of their last use. */
  private readonly known = new Map<string, Session>();

  constructor(
    private readonly limits: Limits,
    private readonly now: () => number = Date.now,
  ) {}

  get size(): number {
    return this.known.size;
  }

  /** A new one, by a name that nobody can guess and that nobody had before. */
  open(actor: string, tokens: Tokens): Session {
    const [oldest] = this.known.values();
    if (this.known.size >= this.limits.most && oldest !== undefined) this.end(oldest);
    const now = this.now();
    const id = randomBytes(32).toString('base64url');
    const began = { startedAt: now, usedAt: now, isOver: false, refreshing: undefined };
    const session: Session = { id, actor, tokens, ...began, passing: new Set() };
    this.known.set(id, session);
    return session;
  }

  /** The session of a name, without using it; nothing where it has ended. */
  find(id: string): Session | undefined {
    const session = this.known.get(id);
    if (session === undefined || this.endOf(session) > this.now()) return session;
    this.end(session);
    return undefined;
  }

  use(id: string): Session | undefined {
    const session = this.find(id);
    if (session === undefined) return undefined;
    session.usedAt = this.now();
    this.known.delete(id);
    this.known.set(id, session);
    return session;
  }

  /** When it ends if nothing is done. A token that nobody renews ends it too. */
  endOf({ startedAt, usedAt, tokens }: Session): number {
    const { idleMs, longestMs } = this.limits;
    const tokenEnd = tokens.refresh === undefined ? (tokens.endsAt ?? Infinity) : Infinity;
    return Math.min(startedAt + longestMs, usedAt + idleMs, tokenEnd);
  }

  end(session: Session): void {
    this.known.delete(session.id);
    session.isOver = true;
    for (const passing of session.passing) passing.abort();
  }

  /** Ends those whose time has come, although nobody asks for them any more. */
  sweep(): void {
    for (const id of [...this.known.keys()]) this.find(id);
  }
}
