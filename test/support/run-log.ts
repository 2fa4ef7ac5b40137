import { createHash, randomUUID } from 'node:crypto';
import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where the logs of a whole run are kept: in the end it is asked whether a secret stands in any (scripts/secrets-in-logs.mjs). */
const FOLDER = process.env['TEST_LOGS_DIR'];

/** The file that the services in this process log to, and how much they say; nothing where nobody asks afterwards. */
export function runLog(): { logFile?: string; level: 'info' | 'silent' } {
  if (FOLDER === undefined) return { level: 'silent' };
  return { logFile: join(FOLDER, `in-process-${process.pid}-${randomUUID()}.log`), level: 'info' };
}

/** Keeps what a process has logged up to now, since its own folder goes with its test. */
export function keepLog(file: string): void {
  if (FOLDER === undefined || !existsSync(file)) return;
  const name = createHash('sha256').update(file).digest('hex').slice(0, 16);
  copyFileSync(file, join(FOLDER, `process-${name}.log`));
}
