/** An answer that is no success, as RFC 9457 has it; `code` is stable. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  /** What happened, in Chinese and English. */
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly { field: string; message: string }[];
  readonly figures: readonly Record<string, unknown>[];
  readonly legalSource: string | undefined;
  /** Everything that was answered. */
  readonly body: Readonly<Record<string, unknown>>;
  /** After how many seconds another try makes sense, where the answer says so. */
  readonly retryAfterSeconds: number | undefined;

  constructor(body: Readonly<Record<string, unknown>>, status: number, retryAfterSeconds?: number) {
    super(text(body['detail']) ?? text(body['title']) ?? `HTTP ${status}`);
    this.name = 'Problem';
    this.status = status;
    this.code = text(body['code']) ?? 'unknown';
    this.title = text(body['title']) ?? `HTTP ${status}`;
    this.detail = text(body['detail']) ?? this.title;
    this.errors = list(body['errors']) as { field: string; message: string }[];
    this.figures = list(body['figures']) as Record<string, unknown>[];
    this.legalSource = text(body['legalSource']);
    this.body = body;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The problem that an answer of the services holds; whatever stands between may answer something else, which is told by its status. */
export async function problemOfAnswer(answer: Response): Promise<Problem> {
  const wait = Number(answer.headers.get('retry-after') ?? undefined);
  let body: Record<string, unknown> = {};
  try {
    const value = (await answer.json()) as unknown;
    if (typeof value === 'object' && value !== null) body = value as Record<string, unknown>;
  } catch {
    // The status alone is known.
  }
  return new Problem(body, answer.status, Number.isFinite(wait) ? wait : undefined);
}

/** What was thrown, as a problem; no connection is the problem `unreachable`, with status 0. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const title = '连接不上服务，请稍后重试 The service cannot be reached; try again later';
  return new Problem({ code: 'unreachable', title, detail: title, reason }, 0);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
