import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { BODY_LIMIT_BYTES } from './body-limit';
import { isComeAgain, sendComeAgain } from './come-again';
import { Problem, type ProblemCode } from './problem';

const sent = new WeakMap<FastifyRequest, Problem>();

/** The problem that a request was answered by. */
export function problemSent(request: FastifyRequest): Problem | undefined {
  return sent.get(request);
}

export function sendProblem(reply: FastifyReply, problem: Problem): void {
  sent.set(reply.request, problem);
  if (isComeAgain(reply.request, problem)) {
    sendComeAgain(reply, problem);
    return;
  }
  const { details, retryAfterSeconds } = problem;
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', String(retryAfterSeconds));
  if (details.status === 401) void reply.header('www-authenticate', challengeOf(details));
  void reply.status(details.status).header('content-type', 'application/problem+json; charset=utf-8').send(details);
}

/** RFC 6750: who sent a token is told that it is the token. */
function challengeOf({ code }: Problem['details']): string {
  return code === 'unauthorized' ? 'Bearer' : 'Bearer error="invalid_token"';
}

/** Turns everything that a request can end in into an RFC 9457 problem; what nobody foresaw is logged and answered 500. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(thrown: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = this.problemOf(thrown);
    if (problem.details.code === 'internal') this.tell(thrown, host.switchToHttp().getRequest<FastifyRequest>());
    sendProblem(reply, problem);
  }

  private problemOf(thrown: unknown): Problem {
    if (thrown instanceof Problem) return thrown;
    const status = statusOf(thrown);
    const code = status === undefined ? undefined : CODES.get(status);
    if (code === 'body-too-large') return bodyTooLarge();
    if (code !== undefined) return new Problem(code, detailOf(code, thrown));
    // Other faults that the framework finds in a request are the sender's, and nobody's alarm.
    if (status !== undefined && status >= 400 && status < 500)
      return new Problem('invalid-request', detailOf('invalid-request', thrown));
    if (isConnectionLoss(thrown)) return new Problem('unavailable');
    return new Problem('internal');
  }

  private tell(thrown: unknown, { method, url }: FastifyRequest): void {
    const what = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    this.logger.error(`${method} ${url}: ${what}`);
  }
}

const CODES = new Map<number, ProblemCode>([
  [400, 'malformed-json'],
  [404, 'not-found'],
  [413, 'body-too-large'],
  [415, 'unsupported-media-type'],
]);

const LIMIT_MIB = BODY_LIMIT_BYTES / 1024 / 1024;
const BODY_TOO_LARGE = {
  zh: `请求最大 ${LIMIT_MIB} MiB。`,
  en: `A request may hold ${LIMIT_MIB} MiB at most; send less at once.`,
};

export function bodyTooLarge(): Problem {
  return new Problem('body-too-large', BODY_TOO_LARGE, { limitBytes: BODY_LIMIT_BYTES });
}

/** Nest and Fastify carry the status in different places. */
function statusOf(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) return thrown.getStatus();
  if (thrown instanceof Error && 'statusCode' in thrown && typeof thrown.statusCode === 'number')
    return thrown.statusCode;
  return undefined;
}

function detailOf(code: ProblemCode, thrown: unknown): { zh: string; en: string } | undefined {
  if (!(thrown instanceof Error)) return undefined;
  if (code === 'not-found') return { zh: '没有这个地址。', en: thrown.message };
  if (code === 'malformed-json' || code === 'invalid-request') return { zh: '无法读取请求内容。', en: thrown.message };
  return undefined;
}

/** A database that went away is no fault of the request, and a retry is safe. */
function isConnectionLoss(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  return (
    /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|57P0[123]|53300|08...)$/.test(code) ||
    /Connection terminated|timeout exceeded when trying to connect/.test(thrown.message)
  );
}
