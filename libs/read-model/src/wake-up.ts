import { setTimeout as pause } from 'node:timers/promises';

import { Client } from 'pg';

/** Written by the trigger of sql/0006. */
const CHANNEL = 'ledger_projected';
const CONNECT_WITHIN_MS = 5_000;
const TRY_AGAIN_MS = 1_000;

export interface WakeUp {
  stop(): Promise<void>;
}

/**
 * Calls `onProjected` whenever a transaction of the projection has committed, on one connection for however many listeners. It only
 * makes waiting shorter: calls are lost while the connection is, so whoever uses it must look by itself now and then.
 */
export function listenForProjections(
  url: string,
  { onProjected, onFailure }: { onProjected: () => void; onFailure: (error: unknown) => void },
): WakeUp {
  const stopping = new AbortController();
  let client: Client | undefined;
  const listenOnce = async (): Promise<void> => {
    client = new Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: CONNECT_WITHIN_MS });
    const ended = new Promise<void>((resolve) => client?.once('end', resolve));
    client.on('error', onFailure);
    client.on('notification', onProjected);
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      onProjected();
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
