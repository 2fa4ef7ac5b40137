import { LoggerModule } from 'nestjs-pino';

import type { Config } from './config';

/**
 * Structured logs on standard output, or in a file where the terminal belongs to people. No route gets a logger of its own: on Node 20
 * the asynchronous context that carries it costs every promise of the process more than the ledger's own work.
 */
export function loggerModule(
  { logLevel }: Pick<Config, 'logLevel'>,
  file?: string,
): ReturnType<typeof LoggerModule.forRoot> {
  return LoggerModule.forRoot({
    forRoutes: [],
    pinoHttp: {
      level: logLevel,
      autoLogging: false,
      ...(file === undefined
        ? {}
        : { transport: { target: 'pino/file', options: { destination: file, mkdir: true } } }),
    },
  });
}
