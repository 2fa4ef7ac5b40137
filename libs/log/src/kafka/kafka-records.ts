import type { Batch, KafkaMessage } from 'kafkajs';

import type { LogRecord } from '../rule/fold';
import { type Mark, standsForControl } from '../rule/mark';

/** Everything that a delivery holds, marks included: kafka-fetch.ts has put them there. */
export function recordsOf({ partition, messages }: Pick<Batch, 'partition' | 'messages'>): LogRecord[] {
  return messages.map((message) => {
    const { offset, key, value } = message;
    const record: LogRecord = { partition, offset: Number(offset), key, value };
    const mark = markOf(message) ?? standsForControl(key, value);
    if (mark !== undefined) record.mark = mark;
    return record;
  });
}

/** What stands there in place of a client's record. */
export function markOf(message: KafkaMessage): Mark | undefined {
  return (message as { mark?: Mark }).mark;
}
