import type { IHeaders, KafkaMessage } from 'kafkajs';

import { markOf } from './kafka-records';

/** More than any content type takes; a longer header is as good as none. */
const HEADER_BYTES = 1024;

/** A message that somebody posted to budget.commands. */
export interface Posted {
  partition: number;
  offset: string;
  key: string | undefined;
  value: Buffer | null;
  /** Whether there is a header in which a token would stand. What it holds goes no further. */
  bearsToken: boolean;
  /** As in HTTP; without one the value is JSON in UTF-8. */
  contentType: string | undefined;
  /** Why nothing of it can be read, though something stands there. */
  unreadable?: string;
}

/** What transactions and compaction leave behind was posted by nobody. */
export function postedIn(partition: number, message: KafkaMessage): Posted | undefined {
  const { offset, key, value, headers } = message;
  const mark = markOf(message);
  if (mark !== undefined && mark.kind !== 'unreadable') return undefined;
  return {
    partition,
    offset,
    key: key?.toString('utf8'),
    value,
    bearsToken: Object.keys(headers ?? {}).some(bearsToken),
    contentType: textOf(headers?.['content-type']),
    ...(mark === undefined ? {} : { unreadable: mark.why }),
  };
}

/** Names are compared as HTTP compares them: nobody who takes over a request's headers keeps to small letters. */
export function bearsToken(header: string): boolean {
  return header.toLowerCase() === 'authorization';
}

function textOf(header: IHeaders[string]): string | undefined {
  const first = Array.isArray(header) ? header[0] : header;
  return first !== undefined && first.length <= HEADER_BYTES ? first.toString() : undefined;
}
