import { Problem } from '#platform';
import { type Database, formatPosition, parsePosition, type Position, sqlStateOf, waitForPosition } from '#read-model';
import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { catchError, type Observable, throwError } from 'rxjs';

import { DATABASE, OPTIONS, type QueryOptions } from './configuration';
import { invalidRequest } from './request';

/** The header that makes a read wait for a write, and the one that says where an answer without JSON stands. */
export const MIN_POSITION = 'Ledger-Min-Position';
export const POSITION = 'Ledger-Position';

const POSITION_TIMEOUT_MS = 10_000;
/** No table, no database, a database that takes no connections: each passes by itself or by an operator's hand. */
const NOTHING_TO_READ = new Set(['42P01', '3D000', '55000']);

/** Stands before every read: waits for the position that it must not be older than. */
@Injectable()
export class ReadingInterceptor implements NestInterceptor {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(OPTIONS) private readonly options: QueryOptions,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const asked = request.headers[MIN_POSITION.toLowerCase()];
    try {
      if (asked !== undefined) {
        await reachPosition(this.database, this.options, { text: String(asked), field: MIN_POSITION });
      }
    } catch (error) {
      throw asProblem(error);
    }
    return next.handle().pipe(catchError((error: unknown) => throwError(() => asProblem(error))));
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
  return NOTHING_TO_READ.has(sqlStateOf(error) ?? '') ? new Problem('unavailable') : error;
}
