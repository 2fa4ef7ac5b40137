import { sightOf } from '#access';
import { withEnd } from '#basics';
import { type Chart, parseAsOf } from '#domain';
import type { ReadModels, StreamStop } from '#read-model';
import { profileOf } from '#report';
import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { lastValueFrom, type Observable, of } from 'rxjs';

import { CHART, READ_MODELS, OPTIONS, type QueryOptions } from '../configuration';
import { type Answer, type Format, Unknown } from './answer';
import { isLarge, LargeReads } from './large-reads';
import { bodyOf } from './pieces';
import { placeOfRequest } from './place-of-request';
import { HISTORY_TIMEOUT_MS, withHistory } from './history';
import { beginRead } from './read-life';
import { readingProblem } from './reading-problem';
import { respond, stoppedHeaders } from './respond';
import { problemWithStops } from './stops';
import { stopsFor } from './stops-for';
import { servedFor, waitForAsked } from './wait';

/**
 * Stands around every read: before it, waits for the position that it must not be older than and for what it asks about; after it,
 * sends what it answers, with the streams behind it that have stopped. Nothing else writes to a reply.
 */
@Injectable()
export class ReadingInterceptor implements NestInterceptor {
  private readonly limitSeconds: number;
  private readonly historyTimeoutMs: number;

  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(OPTIONS) private readonly options: QueryOptions,
    @Inject(CHART) private readonly chart: Chart,
    @Inject(LargeReads) private readonly largeReads: LargeReads,
  ) {
    this.limitSeconds = options.config.readTimeLimitSeconds;
    // What is left is for the read itself.
    this.historyTimeoutMs = options.historyTimeoutMs ?? Math.min(HISTORY_TIMEOUT_MS, this.limitSeconds * 500);
  }

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const life = beginRead(reply.raw, this.limitSeconds);
    try {
      return of(await withEnd(life.end, () => this.answer(request, reply, { next, end: life.end })));
    } catch (error) {
      // Nobody is there to be told anything.
      if (life.clientIsGone) return of(undefined);
      throw life.end.aborted ? life.end.reason : error;
    } finally {
      life.over();
    }
  }

  private async answer(
    request: FastifyRequest,
    reply: FastifyReply,
    { next, end }: { next: CallHandler; end: AbortSignal },
  ): Promise<unknown> {
    try {
      const database = await servedFor(this.readModels, this.options, request);
      await waitForAsked(database, this.options, request);
    } catch (error) {
      throw readingProblem(error);
    }
    const large = isLarge(request) ? await this.largeReads.enter(request.ip, end) : undefined;
    try {
      const { answered, isFromLog } = await withHistory(this.readModels, this.historyTimeoutMs, () =>
        lastValueFrom(next.handle() as Observable<Answer | Unknown | undefined>),
      );
      // A subscription has taken the reply for its own.
      const sent = answered === undefined ? undefined : await this.send(request, reply, answered, isFromLog);
      large?.made(reply.raw);
      return sent;
    } catch (error) {
      large?.over();
      const stops = await this.stopsOf(request).catch(() => []);
      void reply.headers(stoppedHeaders(stops));
      throw problemWithStops(readingProblem(error), stops);
    }
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    answered: Answer | Unknown,
    isFromLog: boolean,
  ): Promise<unknown> {
    const { scope, isCut } = sightOf(request);
    const seen = answered instanceof Unknown ? answered.cutTo(scope) : answered;
    const { status, headers, body } = respond(seen, {
      // The read itself has refused what is no format of it.
      format: (request.query as { format?: Format }).format,
      ifNoneMatch: request.headers['if-none-match'],
      versions: [profileOf(placeOfRequest(request)).version, this.chart.hash],
      stops: await this.stopsOf(request),
      isFromLog,
      cutTo: isCut ? scope.mark : undefined,
    });
    // Made before anything is said, so that what fails at once is answered as a problem.
    const sent = body === undefined ? undefined : await bodyOf(body);
    void reply.status(status).headers(headers);
    return sent;
  }

  /**
   * The streams that the answer lacks the newest events of. They are read behind it, so that one that stopped while it was made is
   * among them.
   */
  private async stopsOf(request: FastifyRequest): Promise<readonly StreamStop[]> {
    if (isOfPast(request.query as Record<string, unknown>)) return [];
    const { database } = await this.readModels.serving();
    return stopsFor(database, request);
  }
}

/**
 * Whether a read asks for states that lie before every stop: those of revisions and positions do, or it would have been refused. Of
 * a moment and of the newest state nobody can say so.
 */
function isOfPast(query: Record<string, unknown>): boolean {
  const isFixed = (text: unknown): boolean => {
    const kind = typeof text === 'string' ? parseAsOf(text)?.kind : undefined;
    return kind === 'revision' || kind === 'position';
  };
  const priors = query['by'] === undefined ? [] : [query['priorAsOf']];
  return [query['to'] ?? query['asOf'], ...priors].every(isFixed);
}
