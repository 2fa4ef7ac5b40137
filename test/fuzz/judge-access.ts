import { type Caller, CALLERS, OWN, SECRET_NAME } from './callers';
import type { Heard } from './http-sender';
import { jsonIn, newReceiptsIn } from './receipts';
import type { HttpRequest } from './request';

/** Streams of departments that nobody names in their own events. */
const SECRETS = new RegExp(`${SECRET_NAME}|36\\d{4}/20\\d`);

/** What says nothing of anybody's budget. */
const OPEN = /^\/(?:health|metrics|docs|asyncapi\.json|$)/;
/** An address that names a department by itself or by a unit. */
const NAMED = /^\/v1\/(?:units|departments|streams)\/[^/]+\/(\d{3})(?:\d{3})?(?:[/?]|$)/;
const FIGURES = /\/(?:years|tables|lines|events|transits|freezes|changes|subscriptions|comparison|publication)/;

/** What an answer gives away, or takes, that its sender has no right to. */
export function judgeAccess(caller: Caller, request: HttpRequest, heard: Heard): string[] {
  const { status, body } = heard;
  const path = (request.path.split('?')[0] ?? '').replaceAll(/%2E/gi, '.');
  if (typeof status !== 'number' || status >= 400 || OPEN.test(path) || request.method === 'OPTIONS') return [];
  const { roles, limits } = CALLERS[caller];
  // Who is nobody is told so, and nothing else.
  if (roles === undefined) return path === '/v1/me' ? [] : [`${caller} was answered ${status}`];
  const may = (...wanted: string[]): boolean => (roles as readonly string[]).some((role) => wanted.includes(role));
  if (request.service === 'ledger') return judgeCommand(caller, request, heard, may);
  const isLimited = 'departments' in limits;
  const named = NAMED.exec(path)?.[1];
  return [
    ...(FIGURES.test(path) && !may('poster', 'approver', 'reader', 'auditor') ? [`${caller} was shown ${path}`] : []),
    ...(isLimited && named !== undefined && named !== OWN ? [`${caller} was shown ${path} of another department`] : []),
    ...(isLimited && SECRETS.test(body.toString('utf8')) ? [`${caller} was told of another department: ${path}`] : []),
  ];
}

function judgeCommand(
  caller: Caller,
  request: HttpRequest,
  { status, body }: Heard,
  may: (...wanted: string[]) => boolean,
): string[] {
  const receipts = newReceiptsIn(body);
  if (!may('poster', 'steward')) {
    if (receipts.length > 0) return [`${caller} has posted ${receipts[0]?.stream ?? ''}`];
    if (!may('approver') && !request.path.includes('/batch')) return [`${caller} was answered ${String(status)}`];
  }
  if (!may('poster') && receipts.length > 0 && typeIn(request) !== 'RegisterUnit')
    return [`${caller} has posted ${typeIn(request)}`];
  const foreign = receipts.find(({ stream }) => !stream.endsWith(`/${OWN}`));
  if ('departments' in CALLERS[caller].limits && foreign !== undefined)
    return [`${caller} has posted to ${foreign.stream}`];
  return [];
}

/** Of a batch no type is told: each of its commands may be another. */
function typeIn({ body, path }: HttpRequest): string {
  if (path.includes('/batch')) return 'RegisterUnit';
  const { type } = (jsonIn(body ?? Buffer.alloc(0)) ?? {}) as { type?: unknown };
  return String(type);
}
