import { connect } from 'node:net';

import { currentEnd } from '#basics';
import type { Pool, PoolClient } from 'pg';

/**
 * A connection of the pool for as long as the work takes. Where the work has an end of its own and that comes first, the statement that
 * runs is broken off, the connection with it, and the work fails with the reason of the end.
 */
export async function borrow<T>(
  database: Pool,
  work: (client: PoolClient, giveUp: (error: Error) => void) => Promise<T>,
): Promise<T> {
  const end = currentEnd();
  end?.throwIfAborted();
  const client = await database.connect();
  let broken: Error | undefined;
  const giveUp = (error: Error): void => void (broken ??= error);
  const breakOff = (): void => cancel(client);
  // A connection that breaks while it is borrowed says so here as well as in the query's rejection; unheard it would end the process.
  client.on('error', giveUp);
  end?.addEventListener('abort', breakOff, { once: true });
  try {
    end?.throwIfAborted();
    return await work(client, giveUp);
  } catch (error) {
    end?.throwIfAborted();
    throw error;
  } finally {
    end?.removeEventListener('abort', breakOff);
    client.off('error', giveUp);
    client.release(end?.aborted === true ? true : broken);
  }
}

const CANCEL_REQUEST = 80_877_102;

/**
 * Ends the connection, and before that what runs on it: a server looks at a connection that was closed only when it has rows to send. The
 * request goes by a connection of its own, as the protocol has it, which needs no free place among the server's connections. Where it does
 * not arrive, as through a proxy that takes nothing without TLS, the statement ends by its own limit.
 */
function cancel(client: PoolClient): void {
  const { processID, secretKey, host, port } = client as PoolClient & { processID: number; secretKey: number };
  const request = Buffer.alloc(16);
  [16, CANCEL_REQUEST, processID, secretKey].forEach((word, index) => request.writeInt32BE(word, index * 4));
  const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
  socket.on('error', () => undefined);
  socket.end(request);
  // With a statement under way this closes the socket at once, so that the work goes on to its end here.
  void client.end().catch(() => undefined);
}
