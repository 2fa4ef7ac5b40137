import { LoggerModule } from 'nestjs-pino';

import type { Config } from './config';

/** Structured logs on standard output, or in a file where the terminal belongs to people. */
export function loggerModule(
  { logLevel }: Pick<Config, 'logLevel'>,
  file?: string,
): ReturnType<typeof LoggerModule.forRoot> {
  return LoggerModule.forRoot({
    pinoHttp: {
      level: logLevel,
      autoLogging: false,
      redact: ['req.headers.authorization'],
      ...(file === undefined
        ? {}
        : { transport: { target: 'pino/file', options: { destination: file, mkdir: true } } }),
    },
  });
}
