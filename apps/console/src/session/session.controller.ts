import { Open, Problem } from '#platform';
import { Body, Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { type ConsoleSettings, SETTINGS } from '../configuration';
import { isForm, OwnPage } from '../door';
import { tokenPage } from './pages';
import { returnPath } from './return-path';
import { sendPage } from './send-page';
import { SignedIn } from './signed-in';
import { whoIs } from './who-is';

/** What a header of a request can carry. */
const TOKEN = /^[\x21-\x7e]{1,8192}$/;
const NO_STORE = ['cache-control', 'no-store'] as const;

/** What a browser hears of its own session. */
@ApiExcludeController()
@Controller('session')
export class SessionController {
  constructor(
    private readonly signedIn: SignedIn,
    @Inject(SETTINGS) private readonly settings: ConsoleSettings,
  ) {}

  @Get()
  @Open('a browser is told of its own session, and of no other')
  show(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): object {
    void reply.header(...NO_STORE);
    return this.signedIn.shown(request, reply);
  }

  @Post('sign-out')
  @OwnPage('who is signed out is who sends the cookie')
  @HttpCode(200)
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    void reply.header(...NO_STORE);
    this.signedIn.close(request, reply);
    // Whoever wants to leave is gone from here, whatever the issuer says.
    const address = await this.signedIn.issuer?.signOutAddress().catch(() => undefined);
    return { signedOut: true, next: address ?? '/' };
  }

  /** Where no issuer is configured, people come with a token of the file. */
  @Post('token')
  @OwnPage('who signs in is nobody yet', { takesForms: true })
  @HttpCode(200)
  async token(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (this.signedIn.issuer !== undefined) throw new Problem('not-found', BY_ISSUER);
    const { token, to: asked } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
    const to = returnPath(asked);
    const outcome =
      typeof token === 'string' && TOKEN.test(token) ? await this.known(token) : new Problem('unauthorized');
    void reply.header(...NO_STORE);
    if (outcome instanceof Problem) {
      if (!isForm(request)) throw outcome;
      sendPage(reply, outcome.details.status, tokenPage(to, outcome.words));
      return;
    }
    const tokens = { access: String(token), endsAt: undefined, refresh: undefined };
    this.signedIn.open(request, reply, outcome.actor, tokens);
    if (isForm(request)) void reply.redirect(to, 303);
    else void reply.send({ signedIn: true, actor: outcome.actor });
  }

  private async known(token: string): Promise<{ actor: string } | Problem> {
    const known = await whoIs(this.settings.queryUrl, token);
    if (known === undefined) return new Problem('upstream-unavailable');
    return 'refused' in known ? new Problem('unauthorized') : known;
  }
}

const BY_ISSUER = {
  zh: '请通过签发方登录（/session/sign-in）。',
  en: 'Sign in by the issuer (/session/sign-in).',
};
