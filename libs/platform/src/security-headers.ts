import helmet from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Nothing that is answered is run, framed or sent anywhere by a browser. */
const NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** For answers that are written without the framework. */
export const HEADERS_BY_HAND = { 'content-security-policy': NOTHING, 'x-content-type-options': 'nosniff' };
/** Our pages bring their style along, and have no script and nothing that is loaded. */
const PAGE = `${NOTHING}; style-src 'unsafe-inline'`;
/** The page at /docs is Swagger's: scripts and styles that are served here, and styles that it writes itself. */
const DOCS = `${NOTHING}; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'`;

const A_YEAR_SECONDS = 365 * 24 * 60 * 60;

/**
 * What browsers are told of every answer, refusals of the framework among them: the headers of Helmet, and a content security policy
 * (CSP Level 3) by what the answer is.
 */
export async function sendSecurityHeaders(app: NestFastifyApplication, isHttps: boolean): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: false,
    // An answer without HTTPS must not say it (RFC 6797, 7.2); whoever speaks HTTPS for the service does.
    strictTransportSecurity: isHttps ? { maxAge: A_YEAR_SECONDS, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', (request, reply, payload, done) => {
      void reply.header('content-security-policy', policyOf(request.url, String(reply.getHeader('content-type'))));
      done(null, payload);
    });
}

function policyOf(url: string, type: string): string {
  if (!type.startsWith('text/html')) return NOTHING;
  return /^\/docs(?:[/?#]|$)/.test(url) ? DOCS : PAGE;
}
