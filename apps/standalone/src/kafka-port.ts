import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The port that the Kafka of a data folder has, so that whoever reads from it finds it again after every start: the one that is asked
 * for, else that of the start before. Nothing at the first start, when any free one will do.
 */
export function keptKafkaPort(dataDir: string, asked: number | undefined): number | undefined {
  const file = fileIn(dataDir);
  if (asked !== undefined) return asked;
  const kept = existsSync(file) ? Number(readFileSync(file, 'utf8')) : NaN;
  return Number.isInteger(kept) && kept > 0 && kept < 65_536 ? kept : undefined;
}

export function keepKafkaPort(dataDir: string, broker: string): void {
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(fileIn(dataDir), `${broker.split(':').at(-1) ?? ''}\n`);
}

function fileIn(dataDir: string): string {
  return join(dataDir, 'kafka.port');
}
