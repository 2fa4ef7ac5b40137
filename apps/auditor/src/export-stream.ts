import { closeSync, openSync, writeSync } from 'node:fs';

import type { KafkaSecurity } from '#basics';
import { describeTopic, LogDamaged, readTopic, StreamLines } from '#log';

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
  const lines = new StreamLines(ledgerId, stream, topic.partitions.length);
  const { partition } = lines;
  const counts = { records: 0, accepted: 0 };
  const out = openSync(file, 'w');
  try {
    await readTopic(topic, [partition], (_, records) => {
      for (const { line, accepted } of lines.of(records)) {
        writeSync(out, line);
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
