import type { Kafka } from 'kafkajs';

import type { FetchedRecord } from './record-batches';

/** What of kafkajs asks one broker for records: its consumers cannot do without a group, whose joining takes seconds that a page of a list has not. */
interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addTargetTopic(topic: string): Promise<void>;
  refreshMetadata(): Promise<void>;
  findLeaderForPartitions(topic: string, partitions: number[]): Record<string, number[]>;
  findBroker(node: { nodeId: string }): Promise<Broker>;
}

interface Broker {
  fetch(asked: {
    maxWaitTime: number;
    minBytes: number;
    maxBytes: number;
    topics: { topic: string; partitions: { partition: number; fetchOffset: string; maxBytes: number }[] }[];
  }): Promise<{ responses: { partitions: { messages: FetchedRecord[] }[] }[] }>;
}

export interface StoredRecord {
  offset: number;
  /** Null where nothing stands that can be read. */
  value: Buffer | null;
}

/** In which kafkajs keeps how its producers and consumers reach the brokers, so that TLS and passwords are the same for all. */
const CREATE_CLUSTER = 'private:Kafka:createCluster';
const MOST_BYTES = 1024 * 1024;

/** Reads pieces of a topic, wherever it is asked to. */
export class RangeReader {
  private cluster: Promise<Cluster> | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly topic: string,
  ) {}

  /** What stands from an offset on, as much as one answer of the broker holds; nothing where that is the end. */
  async read(offset: number, partition = 0): Promise<StoredRecord[]> {
    const cluster = await this.connected();
    try {
      const [leader = '0'] = Object.keys(cluster.findLeaderForPartitions(this.topic, [partition]));
      const broker = await cluster.findBroker({ nodeId: leader });
      const partitions = [{ partition, fetchOffset: String(offset), maxBytes: MOST_BYTES }];
      const topics = [{ topic: this.topic, partitions }];
      const { responses } = await broker.fetch({ maxWaitTime: 100, minBytes: 1, maxBytes: MOST_BYTES, topics });
      const messages = responses.flatMap((response) => response.partitions).flatMap((read) => read.messages);
      return messages.map(recordIn).filter((record) => record.offset >= offset);
    } catch (error) {
      // A new connection finds new leaders.
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const { cluster } = this;
    this.cluster = undefined;
    await cluster?.then((open) => open.disconnect()).catch(() => undefined);
  }

  private connected(): Promise<Cluster> {
    this.cluster ??= this.connect().catch((error: unknown) => {
      this.cluster = undefined;
      throw error;
    });
    return this.cluster;
  }

  private async connect(): Promise<Cluster> {
    const cluster = clusterOf(this.kafka);
    await cluster.connect();
    await cluster.addTargetTopic(this.topic);
    return cluster;
  }
}

/** What stands for a record that cannot be read is no record here. */
function recordIn({ offset, value, mark }: FetchedRecord): StoredRecord {
  return { offset: Number(offset), value: mark === undefined ? value : null };
}

function clusterOf(kafka: Kafka): Cluster {
  const name = Object.getOwnPropertySymbols(kafka).find(({ description }) => description === CREATE_CLUSTER);
  if (name === undefined) throw new Error('this version of kafkajs makes its connections in another way');
  const create = (kafka as unknown as Record<symbol, (options: object) => Cluster>)[name];
  if (create === undefined) throw new Error('this version of kafkajs makes its connections in another way');
  return create({ allowAutoTopicCreation: false });
}
