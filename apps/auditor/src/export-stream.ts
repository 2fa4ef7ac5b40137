import { closeSync, openSync, writeSync } from 'node:fs';

import type { KafkaSecurity } from '#basics';
import { describeTopic, LogDamaged, lineOfRecord, PartitionFold, partitionOf, readTopic, startOf } from '#log';

export interface ExportSettings {
  brokers: string[];
  security?: KafkaSecurity | undefined;
  prefix: string;
  ledgerId: string;
  stream: string;
  file: string;
}

/** Writes a stream's records byte for byte, accepted and void ones, with what the rule says of each. Answers how many. */
export async function exportStream(settings: ExportSettings): Promise<{ records: number; accepted: number }> {
  const { ledgerId, stream, file } = settings;
  const topic = await describeTopic(settings);
  const partition = partitionOf(stream, topic.partitions.length);
  const fold = new PartitionFold(ledgerId, topic.partitions.length, startOf(partition));
  const counts = { records: 0, accepted: 0 };
  const out = openSync(file, 'w');
  try {
    await readTopic(topic, [partition], (_, records) => {
      for (const record of records) {
        const reading = fold.read(record);
        if (reading === undefined) continue;
        const accepted = reading.kind === 'accepted' && reading.record.stream === stream;
        // Junk under the stream's key may be what is left of a record of it, so it belongs into the evidence.
        const isNamed = 'stream' in reading && reading.stream === stream;
        if (!accepted && !isNamed && record.key?.toString('utf8') !== stream) continue;
        writeSync(out, `${lineOfRecord(record, accepted)}\n`);
        counts.records += 1;
        if (accepted) counts.accepted += 1;
      }
    });
  } finally {
    closeSync(out);
  }
  if (topic.partitions[partition]?.start === 0) return counts;
  throw new LogDamaged(partition, 0, 'the first records were deleted');
}
