/** What an issuer tells of itself is small; whoever answers with more is cut off. */
const MOST_BYTES = 256 << 10;
const WITHIN_MS = 5_000;

/** Fetches a JSON document, within a time and a size, from exactly this address: a redirect would lead past what was configured. */
export async function fetchJson(url: URL): Promise<unknown> {
  const response = await fetch(url, {
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(WITHIN_MS),
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`${url.href} answered ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // The types of a body say nothing of what it is read in.
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new Error(`${url.href} answered with more than ${MOST_BYTES >> 10} KiB`);
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
