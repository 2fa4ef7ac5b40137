import type { ProblemDetails } from '#platform';

const WITHIN_MS = 5_000;

/** What the services say of a token: whose it is, why they do not take it, or nothing while they do not answer. */
export type Known = { actor: string } | { refused: string } | undefined;

/** Asks the query service, which knows callers as the ledger does. */
export async function whoIs(queryUrl: string, token: string): Promise<Known> {
  try {
    const answer = await fetch(`${queryUrl}/v1/me`, {
      headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(WITHIN_MS),
    });
    const body = (await answer.json()) as { actor?: unknown } & Partial<ProblemDetails>;
    if (answer.status === 401) return { refused: body.detail ?? '' };
    return answer.ok && typeof body.actor === 'string' ? { actor: body.actor } : undefined;
  } catch {
    return undefined;
  }
}
