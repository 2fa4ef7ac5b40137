import { isOwnMachine } from '#basics';
import type { FastifyRequest } from 'fastify';

/**
 * Where a page is to be opened that was asked for by another name of this machine: `localhost` and `127.0.0.1` are two places to a browser, and what
 * was begun at one of them is unknown at the other. Nothing for other hosts, whose names a proxy may have changed.
 */
export function rightHost({ host, hostname, url }: FastifyRequest, consoleUrl: string): string | undefined {
  const own = new URL(consoleUrl);
  const isOther = isOwnMachine(own.hostname) && isOwnMachine(hostname) && hostname !== own.hostname;
  // Another port is somebody's tunnel or mapping, where the configured address may lead nowhere.
  if (!isOther || host !== `${hostname}${own.port === '' ? '' : `:${own.port}`}`) return undefined;
  return url.startsWith('/') ? `${own.origin}${url}` : undefined;
}
