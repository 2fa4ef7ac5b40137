import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

import { ensureKafkaJars } from '#embedded';

const ROOT = join(__dirname, '..', '..');

/** The brokers that the test command started. */
export function testBrokers(): string[] {
  const brokers = process.env['TEST_KAFKA_BROKERS'];
  if (brokers === undefined) throw new Error('TEST_KAFKA_BROKERS is not set: run the tests with `npm test`.');
  return brokers.split(',');
}

/** Topics of a ledger that no other test uses. */
export function newPrefix(): string {
  return `t${randomBytes(5).toString('hex')}`;
}

/** Where the jars are for a test that starts brokers of its own; the test command has fetched them, other runs may have to. */
export async function kafkaJars(): Promise<string> {
  return process.env['TEST_JARS_DIR'] ?? (await ensureKafkaJars(ROOT, () => undefined));
}
