import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

/** RFC 9110, 7.6.1: they are about one connection. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** What a browser says of itself to the console, and must not be able to say to a service. */
const NOT_PASSED_ON = new Set([
  'authorization',
  'cookie',
  'expect',
  'forwarded',
  'host',
  'ledger-console',
  'origin',
  'referer',
  'x-real-ip',
]);
const NOT_ANSWERED = new Set(['set-cookie', 'strict-transport-security']);

interface Caller {
  token: string | undefined;
  /** Whose limits count, as far as the service trusts the console (TRUST_PROXY). */
  address: string;
  consoleUrl: string;
}

/** The headers of a request as a service gets them. */
export function requestHeaders(
  headers: IncomingHttpHeaders,
  { token, address, consoleUrl }: Caller,
): OutgoingHttpHeaders {
  const { protocol, host } = new URL(consoleUrl);
  const passed = endToEnd(headers, (name) => !NOT_PASSED_ON.has(name) && !/^(x-forwarded-|sec-)/.test(name));
  return {
    ...passed,
    'x-forwarded-for': address,
    'x-forwarded-proto': protocol.slice(0, -1),
    'x-forwarded-host': host,
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
}

/** The headers of an answer as a browser gets them. */
export function answerHeaders(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  return endToEnd(headers, (name) => !NOT_ANSWERED.has(name));
}

function endToEnd(headers: IncomingHttpHeaders, isPassed: (name: string) => boolean): OutgoingHttpHeaders {
  const named = (headers.connection ?? '').toLowerCase().split(/\s*,\s*/);
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name) && !named.includes(name) && isPassed(name)),
  );
}
