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

/** A compiled front end: scripts, styles and answers of its own origin, and nothing that stands in the page itself or comes from elsewhere. */
const FRONT_END =
  "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; script-src 'self'; style-src 'self'; " +
  "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'";

const A_YEAR_SECONDS = 365 * 24 * 60 * 60;

/**
 * What browsers are told of every answer, refusals of the framework among them: the headers of Helmet, and a content security policy
 * (CSP Level 3) by what the answer is.
 */
export async function sendSecurityHeaders(
  app: NestFastifyApplication,
  { isHttps, hasFrontEnd }: { isHttps: boolean; hasFrontEnd: boolean },
): Promise<void> {
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
      // What a browser has kept is shown under the policy that came with it; it would take another one from here, where no type tells which.
      if (reply.statusCode === 304) {
        done(null, payload);
        return;
      }
      const page = hasFrontEnd && !request.url.startsWith('/v1/') ? FRONT_END : PAGE;
      const type = String(reply.getHeader('content-type'));
      void reply.header('content-security-policy', policyOf(request.url, type, page));
      done(null, payload);
    });
}

function policyOf(url: string, type: string, page: string): string {
  if (!type.startsWith('text/html')) return NOTHING;
  return /^\/docs(?:[/?#]|$)/.test(url) ? DOCS : page;
}
