// node tables-reader.mjs BROKERS TOPIC FILE: keeps the newest state of every unit-year in FILE, and goes on from there when it is started again.
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

import { Kafka, logLevel } from 'kafkajs';

const [brokers = '127.0.0.1:9092', topic = 'budget.tables', file = 'tables.json'] = process.argv.slice(2);
const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { next: {}, states: {} };

/** States and offsets move together: whoever is killed between two writes finds the one or the other. */
function save() {
  writeFileSync(`${file}.new`, JSON.stringify(kept));
  renameSync(`${file}.new`, file);
}

const offsetOf = ({ position }) => Number(position.split(':')[1]);

function receive(key, value) {
  if (value === null) return; // Nobody of the ledger deletes; its newest state follows.
  let record;
  try {
    record = JSON.parse(value);
  } catch {
    return;
  }
  const before = kept.states[key];
  // A record that was held up may arrive behind a newer one. Of the same log, the further position counts.
  const isOlder = before?.log === record.log && offsetOf(before) > offsetOf(record);
  if (record.form !== undefined && !isOlder) kept.states[key] = record;
}

const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING });
const consumer = kafka.consumer({
  groupId: `tables-reader-${randomUUID()}`,
  readUncommitted: true,
  maxWaitTimeInMs: 500,
});
consumer.on(consumer.events.GROUP_JOIN, () => {
  for (const [partition, offset] of Object.entries(kept.next)) {
    consumer.seek({ topic, partition: Number(partition), offset: String(offset) });
  }
});
// After some errors this client ends for good. Ending with it lets whoever runs this start it again, from the file.
consumer.on(consumer.events.CRASH, ({ payload }) => {
  if (!payload.restart) process.exit(1);
});
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
await consumer.run({
  autoCommit: false,
  eachBatch: async ({ batch: { partition, messages } }) => {
    for (const { key, value, offset } of messages) {
      if (Number(offset) < (kept.next[partition] ?? 0)) continue; // Kafka delivers at least once.
      receive(String(key), value);
      kept.next[partition] = Number(offset) + 1;
    }
    save();
  },
});
