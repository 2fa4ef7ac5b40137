import type { Heard } from './http-sender';
import { jsonIn, type Receipt, receiptsIn } from './receipts';
import type { Kind, Planned, Request } from './request';

/** Something that must not be. */
export interface Finding {
  what: string;
  /** The request after which it was seen, where it is one. */
  planned?: Planned;
}

/** One line of the table. */
export interface Line {
  kind: Kind;
  sent: number;
  taken: number;
  refused: number;
  told: number;
  slowestMs: number;
  /** How often each code of a problem came, or what stood in its place. */
  codes: Map<string, number>;
}

const MOST_PROBLEM_BYTES = 64 * 1024;
/** With more than this on its way, a connection may be closed by who does not want it before the answer is read. */
const LARGE_BODY_BYTES = 64 * 1024;
/** Words for: it is known what is wrong, and that it passes or waits for an operator. */
const TOLD = new Set([
  'contended',
  'overloaded',
  'unavailable',
  'stream-stopped',
  'fate-unknown',
  'projection-stopped',
]);

interface Judgement {
  wrong: string[];
  isTold: boolean;
  receipts: Receipt[];
  code?: string;
}

/** What one answer breaks, and what it promises. */
export function judge(request: Request, heard: Heard): Judgement {
  const fine: Judgement = { wrong: [], isTold: false, receipts: [] };
  const wrong = (words: string): Judgement => ({ ...fine, wrong: [words] });
  const { status } = heard;
  if (status === 'hangs') return wrong(`no answer within ${Math.round(heard.milliseconds)} ms`);
  if (request.over !== 'http') return typeof status === 'number' && status >= 500 ? wrong(`answered ${status}`) : fine;
  if (status === 'closed') {
    const isLarge = (request.body?.length ?? 0) > LARGE_BODY_BYTES;
    return isLarge ? fine : wrong('the connection was closed without an answer');
  }
  if (status >= 400 && request.method !== 'HEAD') return judgeProblem(request.path, status, heard);
  return { ...fine, receipts: request.service === 'ledger' ? receiptsIn(heard.body) : [] };
}

function judgeProblem(path: string, status: number, { contentType, body }: Heard): Judgement {
  const fine: Judgement = { wrong: [], isTold: status >= 500, receipts: status === 422 ? receiptsIn(body) : [] };
  // Readiness has words of its own.
  if (path.startsWith('/health/ready') && status === 503) return fine;
  const problem = jsonIn(body) as { code?: unknown; detail?: unknown; stopped?: unknown } | undefined;
  const said = `answered ${status} ${body.subarray(0, 400).toString('utf8')}`;
  if (!contentType.startsWith('application/problem+json') || typeof problem?.code !== 'string') {
    return { ...fine, wrong: [`${said} as ${contentType}, which is no problem`] };
  }
  const words = [
    ...(body.length > MOST_PROBLEM_BYTES ? [`a problem of ${body.length} bytes`] : []),
    ...(status >= 500 && !(TOLD.has(problem.code) && status <= 504) ? [said] : []),
    // Only what was forged with a chain may stop, and no request but forgeries goes there.
    ...(status >= 500 && problem.code.endsWith('-stopped') ? [said] : []),
  ];
  return { ...fine, wrong: words, code: problem.code };
}
