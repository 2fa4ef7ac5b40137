import { type Chart, formatPosition, parseAsOf, parsePosition, type Position, streamOf } from '#domain';
import { Problem } from '#platform';
import {
  type Database,
  PositionIncomplete,
  readStops,
  RevisionOfMany,
  sqlStateOf,
  stopBefore,
  type StreamStop,
  waitForPosition,
  waitForRevision,
} from '#read-model';
import { profileOf } from '#report';
import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { catchError, mergeMap, type Observable } from 'rxjs';

import { CHART, DATABASE, OPTIONS, type QueryOptions } from '../configuration';
import { entityTag, isNamedBy } from './entity-tag';
import { invalidRequest, placeOfRequest, streamOfParams, VERSION_FIELDS } from './request';
import { partsOfId } from '../subscriptions/event-id';
import { problemWithStops, STOPPED, stoppedHeader, streamStopped, withStops } from './stops';

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
 * says which streams behind the answer have stopped, gives it its tag, and answers 304 where the reader has it already.
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
      mergeMap(async (answer: unknown) => {
        if (reply.sent) return answer;
        const stops = await this.stopsOf(request, reply);
        return this.tagged(request, reply, withStops(answer, stops), stops);
      }),
      catchError(async (error: unknown) => {
        throw problemWithStops(asProblem(error), await this.stopsOf(request, reply).catch(() => []));
      }),
    );
  }

  /** Waits for what the read asks about; throws where a stopped stream keeps it from being answered. */
  private async wait(request: FastifyRequest): Promise<void> {
    const asked = request.headers[MIN_POSITION.toLowerCase()];
    if (asked !== undefined) await this.reach(request, { text: String(asked), field: MIN_POSITION });
    const query = request.query as Record<string, unknown>;
    for (const field of VERSION_FIELDS) {
      const text = query[field];
      // What cannot be read is answered by the read itself, which names the field.
      const asOf = typeof text === 'string' ? parseAsOf(text) : undefined;
      if (asOf?.kind === 'position') await this.reach(request, { text: String(text), field });
      if (asOf?.kind === 'revision') await this.reachRevision(request, asOf.revision);
    }
  }

  /**
   * The streams that the answer lacks the newest events of. They are read behind it, so that one that stopped while it was made is
   * among them.
   */
  private async stopsOf(request: FastifyRequest, reply: FastifyReply): Promise<readonly StreamStop[]> {
    if (isOfPast(request.query as Record<string, unknown>)) return [];
    const stops = await readStops(this.database, placeOfRequest(request));
    if (stops.length > 0) void reply.header(STOPPED.toLowerCase(), stoppedHeader(stops));
    return stops;
  }

  private async reach(request: FastifyRequest, asked: { text: string; field: string }): Promise<void> {
    const position = await reachPosition(this.database, this.options, asked);
    const stops = await readStops(this.database, placeOfRequest(request));
    const stop = await stopBefore(this.database, stops, position);
    if (stop !== undefined) throw streamStopped(stop, asked.text);
  }

  /** A position or a revision of the future may come to hold something; a moment is asked about as far as it is known. */
  private async reachRevision(request: FastifyRequest, revision: number): Promise<void> {
    const stream = streamOfParams(request.params);
    if (stream === undefined) return;
    const key = streamOf(stream);
    const stop = (await readStops(this.database, stream)).find((one) => one.revision < revision);
    if (stop !== undefined) throw streamStopped(stop, revision);
    const timeoutMs = this.options.positionTimeoutMs ?? POSITION_TIMEOUT_MS;
    const { reached, standing } = await waitForRevision(this.database, key, revision, timeoutMs);
    if (reached) return;
    const detail = {
      zh: `要求第 ${revision} 版，${key} 目前为第 ${standing} 版；稍后重试即可。`,
      en: `Asked for revision ${revision}, ${key} stands at revision ${standing}; try again later.`,
    };
    throw new Problem('position-not-reached', detail, { asked: revision, revision: standing });
  }

  private tagged(request: FastifyRequest, reply: FastifyReply, answer: unknown, stops: readonly StreamStop[]): unknown {
    const basis = reply.getHeader('etag');
    if (typeof basis !== 'string') return answer;
    // That a stream waits for an operator is about now, whatever the position.
    const now = stops.length === 0 ? [] : [stoppedHeader(stops)];
    const tag = entityTag([basis, profileOf(placeOfRequest(request)).version, this.chart.hash, ...now]);
    // A cache may keep an answer, but has to ask each time whether it still stands.
    void reply.header('etag', tag).header('cache-control', 'no-cache');
    if (!isNamedBy(request.headers['if-none-match'], tag)) return answer;
    void reply.status(304);
    return undefined;
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

/** Waits until the tables hold a position. Throws the problem that says where they stand, or that the text is no position. */
export async function reachPosition(
  database: Database,
  { positionTimeoutMs }: QueryOptions,
  { text, field }: { text: string; field: string },
): Promise<Position> {
  // An event's id is taken for its position.
  const position = parsePosition(partsOfId(text).position);
  if (position === undefined) {
    throw invalidRequest([
      { field, message: '应为以逗号分隔的 分区:偏移 对。 must be partition:offset pairs separated by commas' },
    ]);
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
    return invalidRequest([
      { field: 'asOf', message: `位置没有说明该处有记录的各分区。 ${error.message}, where this place has records` },
    ]);
  }
  if (error instanceof RevisionOfMany) {
    return invalidRequest([
      {
        field: 'asOf',
        message:
          '行政区划没有自己的版本号，请用日期、时刻或位置。 a division has no revision of its own: name a date, an instant or a position',
      },
    ]);
  }
  return NOTHING_TO_READ.has(sqlStateOf(error) ?? '') ? new Problem('unavailable') : error;
}
