import { existsSync, mkdirSync, mkdtempSync, rmdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { ConfigError } from '#platform';

/** What `npm start` was asked for. Throws ConfigError. */
export function startOptions(args: string[], usage: string): { once: boolean; help: boolean } {
  try {
    const options = { once: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
    const { values } = parseArgs({ args, options });
    return { once: values.once === true, help: values.help === true };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') !== true) throw error;
    const asked = args.find((arg) => !['--once', '--help', '-h'].includes(arg)) ?? '';
    throw new ConfigError(
      `没有选项 ${asked}，可用的见下。 There is no option ${asked}; those that there are:\n${usage}`,
    );
  }
}

/** Makes the data folder where it is missing. Throws ConfigError where nothing can be kept in it. */
export function requireDataFolder(folder: string): void {
  try {
    makeFolder(folder);
    // Rights say too little: root has them on a file system that takes no files.
    rmdirSync(mkdtempSync(join(folder, '.probe-')));
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new ConfigError(
      `数据目录 ${folder} 不能写入（${why}）：请把 DATA_DIR 设为可写的目录。 ` +
        `The data folder ${folder} cannot be written to (${why}): set DATA_DIR to one that can.`,
    );
  }
}

/** Level by level: asked to make all of them at once, Node tries for ever where the system says that a level is not there, as in /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

/** Known before Kafka and Postgres are started for nothing. Port 0 is any free one. Throws ConfigError. */
export async function requireFreePort(port: number, host: string, variable: string): Promise<void> {
  const code = await new Promise<string | undefined>((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
  if (code === undefined) return;
  if (code === 'EADDRINUSE') {
    throw new ConfigError(
      `端口 ${port} 已被其他程序占用：请停止该程序，或用 ${variable} 指定空闲端口。 ` +
        `Port ${port} is taken by another program: stop that, or set ${variable} to a free one.`,
    );
  }
  throw new ConfigError(
    `无法在 ${host} 端口 ${port} 监听（${code}）：请检查 HOST 与 ${variable}。 ` +
      `Cannot listen on ${host} port ${port} (${code}): see HOST and ${variable}.`,
  );
}
