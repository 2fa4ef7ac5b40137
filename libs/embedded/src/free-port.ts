import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { UserError } from './user-error';

// Below the range that Linux gives to outgoing connections: a JVM binds its port seconds after the choice,
// and a port of that range could be taken by somebody's connection meanwhile.
const FIRST_PORT = 20_000;
const LAST_PORT = 32_000;
const TRIES = 200;

const handedOut = new Set<number>();

/** A port of 127.0.0.1 that nobody listens on and that this process has not been given before. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const port = randomInt(FIRST_PORT, LAST_PORT);
    if (!handedOut.has(port) && (await isFree(port))) {
      handedOut.add(port);
      return port;
    }
  }
  throw new UserError(
    `${FIRST_PORT} 至 ${LAST_PORT} 之间没有空闲端口：请停止占用端口的程序。 ` +
      `No free port was found between ${FIRST_PORT} and ${LAST_PORT}: stop something that listens there.`,
  );
}

/** The wished port, which must be free, or any free one when there is no wish. */
export async function choosePort(wished: number | undefined, owner: string): Promise<number> {
  if (wished === undefined) return freePort();
  if (await isFree(wished)) return wished;
  const variable = owner === 'Kafka' ? ' (KAFKA_PORT)' : '';
  throw new UserError(
    `${owner} 的端口 ${wished} 已被其他程序占用：请停止该程序，或另选端口${variable}。 ` +
      `Port ${wished} for ${owner} is taken: stop what listens there, or choose another port${variable}.`,
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, '127.0.0.1', () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
