import { randomBytes } from 'node:crypto';

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
