import { Problem } from '#platform';

import { type Issuer, SignInRefused } from './issuer';
import type { Session, Sessions } from './sessions';

/** A token is renewed so long before its end that it does not end on its way. */
const RENEWED_BEFORE_MS = 30_000;

/** The token of a session that counts now. Throws the problem of a session that has ended, or of an issuer that does not answer. */
export async function currentToken(
  session: Session,
  {
    sessions,
    issuer,
    now = Date.now,
  }: { sessions: Pick<Sessions, 'end'>; issuer: Issuer | undefined; now?: () => number },
): Promise<string> {
  const leftMs = (): number => (session.tokens.endsAt ?? Infinity) - now();
  if (leftMs() <= RENEWED_BEFORE_MS && issuer !== undefined && session.tokens.refresh !== undefined) {
    session.refreshing ??= renewed(session, issuer).finally(() => (session.refreshing = undefined));
    try {
      await session.refreshing;
    } catch (error) {
      if (error instanceof SignInRefused) {
        sessions.end(session);
        throw new Problem('signed-out');
      }
      // Perhaps the issuer answers before it has run out.
      if (leftMs() <= 0) throw new Problem('issuer-unreachable');
    }
  }
  if (leftMs() > 0) return session.tokens.access;
  sessions.end(session);
  throw new Problem('signed-out');
}

async function renewed(session: Session, issuer: Issuer): Promise<void> {
  session.tokens = await issuer.renew(session.tokens);
}
