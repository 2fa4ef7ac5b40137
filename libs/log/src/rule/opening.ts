import { type Envelope, firstHash, hashOf, parseEnvelope, sourceOf } from './envelope';
import { LogUnfit } from './errors';
import { partitionOf } from './murmur2';

/** The stream of the record that opens a log; it holds no domain event. */
export const OPENING_STREAM = 'ledger';
const OPENING_TYPE = 'ledger.opened.v1';

/** Where the opening record stands: it is the first record of the whole log. */
export function openingPartition(partitions: number): number {
  return partitionOf(OPENING_STREAM, partitions);
}

/**
 * The first record of a log pins its number of partitions, because another number would move keys to other partitions and tear
 * every stream. It is a record like any other, under the same rule; two programs that open a log at once write the same fact
 * twice, and the second one is void.
 */
export function openingRecord(ledgerId: string, partitions: number, now: Date): { key: string; value: Buffer } {
  const data = { ledgerId, partitions };
  const envelope: Envelope = {
    specversion: '1.0',
    id: `${OPENING_STREAM}@1`,
    type: OPENING_TYPE,
    source: sourceOf(ledgerId),
    subject: OPENING_STREAM,
    time: now.toISOString(),
    datacontenttype: 'application/json',
    revision: 1,
    prevhash: firstHash(ledgerId, OPENING_STREAM),
    commandid: 'open-ledger',
    commandhash: hashOf(JSON.stringify(data)),
    actor: 'ledger',
    correlationid: 'open-ledger',
    data,
  };
  return { key: OPENING_STREAM, value: Buffer.from(JSON.stringify(envelope), 'utf8') };
}

/** The number of partitions that an opening record pins; undefined for any other record. */
export function pinnedPartitions(envelope: Envelope, ledgerId: string): number | undefined {
  if (envelope.type !== OPENING_TYPE || envelope.prevhash !== firstHash(ledgerId, OPENING_STREAM)) return undefined;
  const { partitions } = envelope.data as { partitions?: unknown };
  return typeof partitions === 'number' ? partitions : undefined;
}

/** Checks the first record of the opening partition. Throws LogUnfit with what to do. */
export function checkOpening(topic: string, ledgerId: string, partitions: number, value: Buffer | null): void {
  const envelope = parseEnvelope(value);
  if (typeof envelope === 'string' || envelope.type !== OPENING_TYPE) {
    throw new LogUnfit(
      `${topic} has ${partitions} partitions, and the first record of partition ${openingPartition(partitions)} does not open a ` +
        'log: either the number of partitions was changed, or something else wrote to the topic. Restore the topic or name another.',
    );
  }
  if (envelope.source !== sourceOf(ledgerId) || envelope.prevhash !== firstHash(ledgerId, OPENING_STREAM)) {
    throw new LogUnfit(
      `${topic} belongs to ${envelope.source}, not to ${sourceOf(ledgerId)}: set LEDGER_ID to its id.`,
    );
  }
  const { partitions: pinned } = envelope.data as { partitions?: unknown };
  if (pinned !== partitions) {
    throw new LogUnfit(
      `${topic} was opened with ${JSON.stringify(pinned)} partitions and has ${partitions} now, so keys have moved: restore the topic as it was.`,
    );
  }
}
