import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { SQL_FOLDER } from './version';

/** What makes the register, and does nothing where it is there; for who gives it by hand. */
export function registerSql(): string {
  return readFileSync(join(SQL_FOLDER, 'register.sql'), 'utf8');
}
