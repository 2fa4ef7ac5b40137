import type { IncomingMessage } from 'node:http';

import { EVENT_STREAM, Problem, Readiness, ruledConfig, sendProblem } from '#platform';
import { reasonOf } from '#basics';
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';

import { type ConsoleSettings, SETTINGS } from '../configuration';
import type { PassedOnRule } from '../door';
import type { Session } from '../session/sessions';
import { SignedIn } from '../session/signed-in';
import { answerHeaders, requestHeaders } from './headers';
import { Upstream } from './upstream';

const rule: PassedOnRule = {
  kind: 'passed-on',
  why: 'the service that it is passed on to knows callers and their rights',
};

/** Passes on what is asked under /v1, with the token of the session: commands and files to the ledger, all else to the query service. */
@Injectable()
export class Proxy implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('proxy');
  private readonly ledger: Upstream;
  private readonly query: Upstream;
  private readonly consoleUrl: string;
  /** Streams that would go on for ever. */
  private readonly streams = new Set<AbortController>();
  private readonly troubles = new Map<Upstream, string>();

  constructor(
    @Inject(SETTINGS) settings: ConsoleSettings,
    private readonly signedIn: SignedIn,
    private readonly host: HttpAdapterHost,
    private readonly readiness: Readiness,
  ) {
    this.ledger = new Upstream(settings.ledgerUrl);
    this.query = new Upstream(settings.queryUrl);
    this.consoleUrl = settings.url;
  }

  onModuleInit(): void {
    this.readiness.register('ledger', () => this.noticeOf(this.ledger));
    this.readiness.register('query', () => this.noticeOf(this.query));
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('preClose', (done) => {
      for (const stream of this.streams) stream.abort();
      done();
    });
    void fastify.register((scope, _, done) => {
      // Bodies go on as they come.
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_request, body, parsed) => parsed(null, body));
      const to =
        (upstream: Upstream): RouteHandlerMethod =>
        async (request, reply) => {
          await this.pass(request, reply, upstream);
          return reply;
        };
      const config = ruledConfig(rule);
      scope.post('/v1/commands', { config }, to(this.ledger));
      scope.post('/v1/commands/*', { config }, to(this.ledger));
      for (const url of ['/v1/imports', '/v1/imports/*']) {
        scope.route({ method: ['GET', 'POST'], url, config, handler: to(this.ledger) });
      }
      scope.get('/v1/subscriptions', { config: ruledConfig(rule, EVENT_STREAM) }, to(this.query));
      scope.route({ method: ['GET', 'POST'], url: '/v1/*', config, handler: to(this.query) });
      done();
    });
  }

  onApplicationShutdown(): void {
    this.ledger.close();
    this.query.close();
  }

  private async pass(request: FastifyRequest, reply: FastifyReply, upstream: Upstream): Promise<void> {
    try {
      const caller = await this.signedIn.callerOf(request, reply);
      const passing = this.passingOf(reply, caller?.session);
      const headers = requestHeaders(request.headers, {
        token: caller?.token,
        address: request.ip,
        consoleUrl: this.consoleUrl,
      });
      const answer = await this.answerOf(upstream, request, headers, passing);
      if (answer === undefined) void reply.hijack();
      else
        void reply
          .status(answer.statusCode ?? 502)
          .headers(answerHeaders(answer.headers))
          .send(answer);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      sendProblem(reply, error);
    }
  }

  /** Nothing where nobody waits for it any more. Throws the problem of a service that cannot be asked. */
  private async answerOf(
    upstream: Upstream,
    { raw }: FastifyRequest,
    headers: ReturnType<typeof requestHeaders>,
    passing: Passing,
  ): Promise<IncomingMessage | undefined> {
    try {
      const answer = await upstream.send(raw, headers, passing.ends.signal);
      if (this.troubles.delete(upstream)) this.logger.log(`${upstream.url} answers again`);
      return answer;
    } catch (error) {
      if (passing.isGone()) return undefined;
      if (passing.isOver()) throw new Problem('signed-out');
      if ((error as NodeJS.ErrnoException).code === 'ERR_UNESCAPED_CHARACTERS') throw new Problem('invalid-request');
      const trouble = reasonOf(error);
      if (this.troubles.get(upstream) !== trouble) this.logger.warn(`${upstream.url} does not answer: ${trouble}`);
      this.troubles.set(upstream, trouble);
      throw new Problem('upstream-unavailable');
    }
  }

  /** What is passed on ends with the browser's connection, with the session and, where it would never end, with this process. */
  private passingOf(reply: FastifyReply, session: Session | undefined): Passing {
    const ends = new AbortController();
    session?.passing.add(ends);
    const { isEventStream } = reply.routeOptions.config as { isEventStream?: boolean };
    if (isEventStream === true) this.streams.add(ends);
    let isGone = false;
    const end = (): void => {
      isGone = true;
      session?.passing.delete(ends);
      this.streams.delete(ends);
      ends.abort();
    };
    // Who went away while a token was renewed is not told of again.
    if (reply.raw.destroyed) end();
    else reply.raw.once('close', end);
    return { ends, isGone: () => isGone, isOver: () => session?.isOver === true };
  }

  private noticeOf(upstream: Upstream): { notice: string } | undefined {
    const trouble = this.troubles.get(upstream);
    return trouble === undefined ? undefined : { notice: `${upstream.url}: ${trouble}` };
  }
}

interface Passing {
  ends: AbortController;
  isGone: () => boolean;
  isOver: () => boolean;
}
