import fetchRequest from 'kafkajs/src/protocol/requests/fetch/index.js';
import listOffsetsRequest from 'kafkajs/src/protocol/requests/listOffsets/index.js';

import { type FetchedRecord, readBatches } from './record-batches';

/** The newest version of a fetch that kafkajs knows, and that every broker since Kafka 2.3 speaks. */
const FETCH_VERSION = 11;
const READ_UNCOMMITTED = 0;

interface FetchedPartition {
  partition: number;
  errorCode: number;
  highWatermark: string;
  lastStableOffset: string;
  lastStartOffset: string;
  abortedTransactions: [];
  preferredReadReplica: number;
  messages: FetchedRecord[];
}

let isInstalled = false;

/**
 * Has kafkajs read what a broker answers to a fetch as record-batches.ts does, in every consumer of this process, and has everything that asks
 * a broker ask without regard to transactions. By itself kafkajs hides control records, ends at a codec that it has not, at a damaged batch and
 * at one of a few hundred thousand records, stands still at an empty one, and tells the end of a partition as what is committed.
 */
export function readAsBrokersStore(): void {
  if (isInstalled) return;
  isInstalled = true;
  const { protocol: fetch } = fetchRequest;
  fetchRequest.protocol = ({ version }) => {
    const ask = fetch({ version });
    return (options) => {
      const asked = ask({ ...options, isolationLevel: READ_UNCOMMITTED });
      if (version !== FETCH_VERSION) return asked;
      const decode = (raw: Buffer): Promise<unknown> => decodeFetch(raw, options.topics);
      return { ...asked, response: { decode, parse: asked.response.parse } };
    };
  };
  const { protocol: listOffsets } = listOffsetsRequest;
  listOffsetsRequest.protocol = (chosen) => (options) =>
    listOffsets(chosen)({ ...options, isolationLevel: READ_UNCOMMITTED });
}

/** A broker's answer, as kafkajs takes it. */
async function decodeFetch(raw: Buffer, asked: KafkajsRequestOptions['topics']): Promise<unknown> {
  const reader = new Reader(raw);
  const clientSideThrottleTime = reader.int32();
  const errorCode = reader.int16();
  const sessionId = reader.int32();
  const responses = [];
  for (let topics = reader.int32(); topics > 0; topics -= 1) {
    const topicName = reader.bytes(reader.int16()).toString('utf8');
    const wanted = asked.find(({ topic }) => topic === topicName)?.partitions ?? [];
    const partitions: FetchedPartition[] = [];
    for (let left = reader.int32(); left > 0; left -= 1) partitions.push(await decodePartition(reader, wanted));
    responses.push({ topicName, partitions });
  }
  return { throttleTime: 0, clientSideThrottleTime, errorCode, sessionId, responses };
}

async function decodePartition(
  reader: Reader,
  wanted: readonly { partition: number; fetchOffset: string }[],
): Promise<FetchedPartition> {
  const partition = reader.int32();
  const errorCode = reader.int16();
  const highWatermark = reader.int64();
  const lastStableOffset = reader.int64();
  const lastStartOffset = reader.int64();
  for (let aborted = reader.int32(); aborted > 0; aborted -= 1) reader.bytes(16);
  const preferredReadReplica = reader.int32();
  const batches = reader.bytes(Math.max(0, reader.int32()));
  const from = Number(wanted.find((one) => one.partition === partition)?.fetchOffset ?? 0);
  return {
    partition,
    errorCode,
    highWatermark,
    lastStableOffset,
    lastStartOffset,
    abortedTransactions: [],
    preferredReadReplica,
    messages: await readBatches(batches, from),
  };
}

class Reader {
  private at = 0;

  constructor(private readonly raw: Buffer) {}

  int16(): number {
    return this.bytes(2).readInt16BE(0);
  }

  int32(): number {
    return this.bytes(4).readInt32BE(0);
  }

  int64(): string {
    return this.bytes(8).readBigInt64BE(0).toString();
  }

  bytes(length: number): Buffer {
    const from = this.at;
    this.at += length;
    return this.raw.subarray(from, this.at);
  }
}
