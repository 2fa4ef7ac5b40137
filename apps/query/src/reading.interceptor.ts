import { type Chart, streamOf } from '#domain';
import { Problem } from '#platform';
import {
  type Database,
  formatPosition,
  parseAsOf,
  parsePosition,
  type Position,
  PositionIncomplete,
  RevisionOfMany,
  sqlStateOf,
  waitForPosition,
  waitForRevision,
} from '#read-model';
import { LAYOUT_VERSION } from '#report';
import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { catchError, map, type Observable, throwError } from 'rxjs';

import { CHART, DATABASE, OPTIONS, type QueryOptions } from './configuration';
import { entityTag, isNamedBy } from './entity-tag';
import { invalidRequest, streamOfParams, VERSION_FIELDS } from './request';

/** The header that makes a read wait for a write, and the one that says where an answer without JSON stands. */
export const MIN_POSITION = 'Ledger-Min-Position';
export const POSITION = 'Ledger-Position';
/** Where the earlier of two states stands that an answer compares. */
export const PRIOR_POSITION = 'Ledger-Prior-Position';
/** Where the next page begins, for CSV has no place for it. */
export const NEXT = 'Ledger-Next';

const POSITION_TIMEOUT_MS = 10_000;
/** No table, no database, a database that takes no connections: each passes by itself or by an operator's hand. */
const NOTHING_TO_READ = new Set(['42P01', '42703', '3D000', '55000']);

/**
 * Stands around every read: before it, waits for the position that it must not be older than and for what it asks about; after it,
 * gives the answer its tag, and answers 304 where the reader has it already.
 */
@Injectable()
export class ReadingInterceptor implements NestInterceptor {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(OPTIONS) private readonly options: QueryOptions,
    @Inject(CHART) private readonly chart: Chart,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    try {
      await this.wait(request);
    } catch (error) {
      throw asProblem(error);
    }
    return next.handle().pipe(
      map((answer: unknown) => this.tagged(request, reply, answer)),
      catchError((error: unknown) => throwError(() => asProblem(error))),
    );
  }

  private async wait(request: FastifyRequest): Promise<void> {
    const asked = request.headers[MIN_POSITION.toLowerCase()];
    if (asked !== undefined) {
      await reachPosition(this.database, this.options, { text: String(asked), field: MIN_POSITION });
    }
    const query = request.query as Record<string, unknown>;
    for (const field of VERSION_FIELDS) {
      const text = query[field];
      // What cannot be read is answered by the read itself, which names the field.
      const asOf = typeof text === 'string' ? parseAsOf(text) : undefined;
      if (asOf?.kind === 'position') await reachPosition(this.database, this.options, { text: String(text), field });
      if (asOf?.kind === 'revision') await this.reachRevision(asOf.revision, streamOfParams(request.params));
    }
  }

  /** A position or a revision of the future may come to hold something; a moment is asked about as far as it is known. */
  private async reachRevision(revision: number, stream: ReturnType<typeof streamOfParams>): Promise<void> {
    if (stream === undefined) return;
    const key = streamOf(stream);
    const timeoutMs = this.options.positionTimeoutMs ?? POSITION_TIMEOUT_MS;
    const { reached, standing } = await waitForRevision(this.database, key, revision, timeoutMs);
    if (reached) return;
    const detail = {
      zh: `要求第 ${revision} 版，${key} 目前为第 ${standing} 版；稍后重试即可。`,
      en: `Asked for revision ${revision}, ${key} stands at revision ${standing}; try again later.`,
    };
    throw new Problem('position-not-reached', detail, { asked: revision, revision: standing });
  }

  private tagged(request: FastifyRequest, reply: FastifyReply, answer: unknown): unknown {
    const basis = reply.getHeader('etag');
    if (typeof basis !== 'string') return answer;
    // That a stream waits for an operator is about now, whatever the position.
    const now = typeof answer === 'object' && answer !== null && 'stopped' in answer ? ['stopped'] : [];
    const tag = entityTag([basis, LAYOUT_VERSION, this.chart.hash, ...now]);
    // A cache may keep an answer, but has to ask each time whether it still stands.
    void reply.header('etag', tag).header('cache-control', 'no-cache');
    if (!isNamedBy(request.headers['if-none-match'], tag)) return answer;
    void reply.status(304);
    return undefined;
  }
}

/** Waits until the tables hold a position. Throws the problem that says where they stand, or that the text is no position. */
export async function reachPosition(
  database: Database,
  { positionTimeoutMs }: QueryOptions,
  { text, field }: { text: string; field: string },
): Promise<Position> {
  const position = parsePosition(text);
  if (position === undefined) {
    throw invalidRequest([{ field, message: 'must be partition:offset pairs separated by commas' }]);
  }
  const answer = await waitForPosition(database, position, positionTimeoutMs ?? POSITION_TIMEOUT_MS);
  if (answer.reached) return position;
  const standing = formatPosition(answer.standing);
  const detail = {
    zh: `要求 ${text}，目前为 ${standing === '' ? '空' : standing}；稍后重试即可。`,
    en: `Asked for ${text}, the tables stand at ${standing === '' ? 'nothing' : standing}; try again later.`,
  };
  throw new Problem('position-not-reached', detail, { asked: text, position: standing });
}

/** Before the projector has made the tables there is nothing to read, and that is no fault of the request. */
function asProblem(error: unknown): unknown {
  if (error instanceof PositionIncomplete) {
    return invalidRequest([{ field: 'asOf', message: `${error.message}, where this place has records` }]);
  }
  if (error instanceof RevisionOfMany) {
    return invalidRequest([
      { field: 'asOf', message: 'a division has no revision of its own: name a date, an instant or a position' },
    ]);
  }
  return NOTHING_TO_READ.has(sqlStateOf(error) ?? '') ? new Problem('unavailable') : error;
}
