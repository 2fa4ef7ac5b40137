import { reasonOf, type Secret, secretOf } from '#basics';

const WITHIN_MS = 5_000;
/** A token that ends so soon is not begun with. */
const SPARE_MS = 30_000;

interface Client {
  endpoint: string;
  clientId: string;
  clientSecret: Secret;
  scope: string | undefined;
}

/** Gets access tokens for this program itself (client credentials, RFC 6749), each used until shortly before its end. */
export function askedToken({ endpoint, clientId, clientSecret, scope }: Client): () => Promise<string> {
  let known: { value: string; until: number } | undefined;
  return async () => {
    if (known !== undefined && performance.now() < known.until) return known.value;
    const secret = `${encodeURIComponent(clientId)}:${encodeURIComponent(secretOf(clientSecret))}`;
    const asked = new URLSearchParams({ grant_type: 'client_credentials', ...(scope === undefined ? {} : { scope }) });
    let answer: { access_token?: unknown; expires_in?: unknown };
    try {
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(secret).toString('base64')}` },
        body: asked,
        redirect: 'error',
        signal: AbortSignal.timeout(WITHIN_MS),
      });
      if (!response.ok) throw new Error(`it answered ${response.status}`);
      answer = (await response.json()) as typeof answer;
    } catch (error) {
      throw new Error(`无法从 ${endpoint} 取得令牌。 No token could be got from ${endpoint}: ${reasonOf(error)}`, {
        cause: error,
      });
    }
    const { access_token: value, expires_in: seconds } = answer;
    if (typeof value !== 'string' || value === '')
      throw new Error(`${endpoint} 没有给出令牌。 ${endpoint} gave no access token`);
    const livesMs = typeof seconds === 'number' ? seconds * 1_000 : 0;
    known = { value, until: performance.now() + livesMs - SPARE_MS };
    return value;
  };
}
