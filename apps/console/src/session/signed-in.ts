import { METRICS, Problem } from '#platform';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Gauge, type Registry } from 'prom-client';

import { type ConsoleSettings, SETTINGS } from '../configuration';
import { currentToken } from './access-token';
import { Cookies } from './cookies';
import { Issuer } from './issuer';
import { type Session, Sessions, type Tokens } from './sessions';

const SESSION = 'ledger-session';
const MOST_SESSIONS = 10_000;
const SWEEP_EVERY_MS = 30_000;

/** Who is signed in by which browser. */
@Injectable()
export class SignedIn implements OnModuleInit, OnApplicationShutdown {
  readonly issuer: Issuer | undefined;
  readonly cookies: Cookies;
  private readonly sessions: Sessions;
  private timer: NodeJS.Timeout | undefined;

  constructor(@Inject(SETTINGS) settings: ConsoleSettings, @Inject(METRICS) registry: Registry) {
    const { idleMs, longestMs, url } = settings;
    this.issuer = settings.issuer === undefined ? undefined : new Issuer(settings.issuer, url);
    this.cookies = new Cookies(url);
    const sessions = new Sessions({ idleMs, longestMs, most: MOST_SESSIONS });
    this.sessions = sessions;
    new Gauge({
      name: 'console_sessions',
      help: 'Sessions of people who are signed in to the console',
      registers: [registry],
      collect() {
        this.set(sessions.size);
      },
    });
  }

  onModuleInit(): void {
    this.timer = setInterval(() => this.sessions.sweep(), SWEEP_EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** What a browser is told of its own session. To ask does not use it, or a page that asks from time to time would keep it for ever. */
  shown(request: FastifyRequest, reply: FastifyReply): { signedIn: boolean; [about: string]: unknown } {
    const id = this.cookies.read(request, SESSION);
    const session = id === undefined ? undefined : this.sessions.find(id);
    if (session !== undefined) {
      const expiresAt = new Date(this.sessions.endOf(session)).toISOString();
      return { signedIn: true, actor: session.actor, expiresAt };
    }
    if (id !== undefined) this.cookies.clear(reply, SESSION);
    // Whoever had one is told that it is over, as after a restart.
    return { signedIn: false, signIn: '/session/sign-in', ...(id === undefined ? {} : { ended: true }) };
  }

  /** Whom a request is passed on for; nothing where nobody is signed in. Throws the problem of a session that is over. */
  async callerOf(
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<{ session: Session; token: string } | undefined> {
    const id = this.cookies.read(request, SESSION);
    if (id === undefined) return undefined;
    const session = this.sessions.use(id);
    try {
      if (session === undefined) throw new Problem('signed-out');
      return { session, token: await currentToken(session, { sessions: this.sessions, issuer: this.issuer }) };
    } catch (error) {
      // Asked again, a browser without its cookie may see what everybody may; it must have heard first that it is nobody any more.
      if (error instanceof Problem && error.details.code === 'signed-out') this.cookies.clear(reply, SESSION);
      throw error;
    }
  }

  /** A new session for the browser, by a new name: one that somebody may have given it before counts for nothing. */
  open(request: FastifyRequest, reply: FastifyReply, actor: string, tokens: Tokens): void {
    this.close(request, reply);
    this.cookies.set(reply, SESSION, this.sessions.open(actor, tokens).id);
  }

  close(request: FastifyRequest, reply: FastifyReply): void {
    const id = this.cookies.read(request, SESSION);
    const session = id === undefined ? undefined : this.sessions.find(id);
    if (session !== undefined) this.sessions.end(session);
    this.cookies.clear(reply, SESSION);
  }
}
