import { setTimeout as pause } from 'node:timers/promises';

import { currentToken } from './access-token';
import { type Issuer, IssuerSilent, SignInRefused } from './issuer';
import { Sessions, type Tokens } from './sessions';

const LIMITS = { idleMs: 600_000, longestMs: 3_600_000, most: 10 };
const old = (endsAt: number | undefined, refresh?: string): Tokens => ({ access: 'old', endsAt, refresh });

function placed(tokens: Tokens, renew: () => Promise<Tokens> = () => Promise.reject(new Error('not asked'))) {
  const sessions = new Sessions(LIMITS, () => 0);
  const asked = jest.fn(renew);
  const session = sessions.open('张三', tokens);
  const issuer = { renew: asked } as unknown as Issuer;
  return {
    sessions,
    session,
    asked,
    token: (at: number) => currentToken(session, { sessions, issuer, now: () => at }),
  };
}
const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: unknown) => (error as { details: { code: string } }).details.code,
  );

test('a token is used to its end, and the session ends with it where nobody renews it', async () => {
  const { sessions, token } = placed(old(100_000));
  expect(await token(99_999)).toBe('old');
  expect(await codeOf(token(100_000))).toBe('signed-out');
  expect(sessions.size).toBe(0);
  expect(await placed(old(undefined)).token(1e12)).toBe('old');
});

test('it is renewed before its end, once for all who ask at the same time', async () => {
  const { asked, token } = placed(old(100_000, 'refresh'), async () => {
    await pause(5);
    return { access: 'new', endsAt: 200_000, refresh: 'next' };
  });
  expect(await token(60_000)).toBe('old');
  expect(await Promise.all([token(90_000), token(90_000), token(90_000)])).toEqual(['new', 'new', 'new']);
  expect(asked).toHaveBeenCalledTimes(1);
  expect(asked).toHaveBeenCalledWith(expect.objectContaining({ refresh: 'refresh' }));
});

test('an issuer that says no ends the session; one that says nothing does not', async () => {
  const refused = placed(old(100_000, 'refresh'), () => Promise.reject(new SignInRefused('invalid_grant')));
  expect(await codeOf(refused.token(90_000))).toBe('signed-out');
  expect([refused.sessions.size, refused.session.isOver]).toEqual([0, true]);
  const silent = placed(old(100_000, 'refresh'), () => Promise.reject(new IssuerSilent()));
  expect(await silent.token(90_000)).toBe('old');
  expect(await codeOf(silent.token(100_000))).toBe('issuer-unreachable');
  expect(silent.sessions.size).toBe(1);
});
