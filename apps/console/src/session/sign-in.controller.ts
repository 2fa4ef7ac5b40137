import { Open } from '#platform';
import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { type ConsoleSettings, SETTINGS } from '../configuration';
import { rightHost } from '../right-host';
import { type Begun, type Issuer, IssuerSilent, SignInRefused } from './issuer';
import { failedPage, STYLE, tokenPage } from './pages';
import { returnPath } from './return-path';
import { Sealed } from './sealed';
import { SignedIn } from './signed-in';
import { sendPage } from './send-page';
import { whoIs } from './who-is';

const SIGN_IN = 'ledger-sign-in';
const SIGN_IN_SECONDS = 600;

/** The way to the issuer and back. */
@ApiExcludeController()
@Controller('session')
export class SignInController {
  private readonly sealed = new Sealed<Begun & { to: string }>(SIGN_IN_SECONDS * 1_000);

  constructor(
    private readonly signedIn: SignedIn,
    @Inject(SETTINGS) private readonly settings: ConsoleSettings,
  ) {}

  @Get('sign-in')
  @Open('who signs in is nobody yet')
  async signIn(@Query('to') asked: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const right = rightHost(request, this.settings.url);
    if (right !== undefined) {
      void reply.redirect(right, 307);
      return;
    }
    const to = returnPath(asked);
    const { issuer, cookies } = this.signedIn;
    if (issuer === undefined) {
      sendPage(reply, 200, tokenPage(to));
      return;
    }
    try {
      const { address, begun } = await issuer.begin();
      cookies.set(reply, SIGN_IN, this.sealed.seal({ ...begun, to }), SIGN_IN_SECONDS);
      void reply.header('cache-control', 'no-store').redirect(address, 303);
    } catch (error) {
      fail(reply, error);
    }
  }

  /** Only the browser that went away has what its return is held against, and it has it once. */
  @Get('callback')
  @Open('who comes back from the issuer is nobody yet')
  async callback(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { issuer, cookies } = this.signedIn;
    const begun = this.sealed.open(cookies.read(request, SIGN_IN) ?? '');
    cookies.clear(reply, SIGN_IN);
    if (issuer === undefined || begun === undefined) {
      sendPage(reply, 400, failedPage(NOT_BEGUN));
      return;
    }
    try {
      await this.finish(issuer, begun, request, reply);
    } catch (error) {
      fail(reply, error);
    }
  }

  @Get('style.css')
  @Open('it is the same for everybody')
  style(@Res() reply: FastifyReply): void {
    void reply.type('text/css; charset=utf-8').header('cache-control', 'no-cache').send(STYLE);
  }

  private async finish(
    issuer: Issuer,
    begun: Begun & { to: string },
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const query = /\?.*$/s.exec(request.url)?.[0] ?? '';
    const { named, tokens } = await issuer.finish(query, begun);
    // Whom the services do not know is told so now, and not by every page.
    const known = await whoIs(this.settings.queryUrl, tokens.access);
    if (known !== undefined && 'refused' in known) {
      sendPage(reply, 403, failedPage({ zh: `账本不接受签发方的令牌：${known.refused}`, en: NOT_TAKEN }));
      return;
    }
    this.signedIn.open(request, reply, known?.actor ?? named, tokens);
    void reply.header('cache-control', 'no-store').redirect(begun.to, 303);
  }
}

const NOT_TAKEN = 'The ledger does not take the token of the issuer';
const NOT_BEGUN = {
  zh: '这次登录不是从本浏览器开始的，或已超过十分钟。',
  en: 'This sign-in did not begin in this browser, or more than ten minutes ago.',
};
const SILENT = {
  zh: '签发方暂时没有答复，请稍后再试。',
  en: 'The issuer does not answer at the moment; try again later.',
};

function fail(reply: FastifyReply, error: unknown): void {
  if (error instanceof IssuerSilent) {
    sendPage(reply, 503, failedPage(SILENT));
  } else if (error instanceof SignInRefused) {
    const code = error.code.slice(0, 80);
    const why = { zh: `签发方没有让您登录（${code}）。`, en: `The issuer has not signed you in (${code}).` };
    sendPage(reply, 400, failedPage(why));
  } else {
    throw error;
  }
}
