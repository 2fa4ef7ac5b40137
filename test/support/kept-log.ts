import { KafkaLog } from '#log';

import { testBrokers } from './kafka';
import type { TestLog } from './test-log';

/** Writes a log that was recorded on days of a test's choosing to Kafka, where a ledger of the same prefix then finds it; answers the variables that it needs. */
export async function keepOnKafka(log: TestLog, prefix: string): Promise<Record<string, string>> {
  const { partitions, ledgerId } = log;
  const settings = { brokers: testBrokers(), ledgerId, clientId: 'kept-log', prefix };
  const kafka = await KafkaLog.open({ ...settings, partitions, create: true });
  for (const [partition, records] of log.records.entries()) {
    const batch = records.map(({ key, value }) => ({ key: key?.toString() ?? '', value: value ?? Buffer.alloc(0) }));
    if (batch.length > 0) await kafka.append(partition, batch);
  }
  await kafka.close();
  return { LEDGER_ID: ledgerId, EVENTS_PARTITIONS: String(partitions) };
}
