import { setTimeout as pause } from 'node:timers/promises';

import { Client } from 'pg';

const CONNECT_WITHIN_MS = 5_000;
const TRY_AGAIN_MS = 1_000;

export interface Listening {
  stop(): Promise<void>;
}

/**
 * Calls `onNotice` when it begins to listen, and whenever a transaction that has notified the channel has committed. Calls are lost while
 * the connection is, so whoever uses it must look by itself now and then.
 */
export function listenTo(
  channel: string,
  url: string,
  { onNotice, onFailure }: { onNotice: () => void; onFailure: (error: unknown) => void },
): Listening {
  const stopping = new AbortController();
  let client: Client | undefined;
  const listenOnce = async (): Promise<void> => {
    client = new Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: CONNECT_WITHIN_MS });
    const ended = new Promise<void>((resolve) => client?.once('end', resolve));
    client.on('error', onFailure);
    client.on('notification', onNotice);
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
      onNotice();
      await ended;
    } finally {
      await client.end().catch(() => undefined);
    }
  };
  const running = (async () => {
    while (!stopping.signal.aborted) {
      await listenOnce().catch(onFailure);
      await pause(TRY_AGAIN_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await client?.end().catch(() => undefined);
      await running;
    },
  };
}
