import { setTimeout as pause } from 'node:timers/promises';

import { topicsOf } from '#log';
import { CompressionTypes, Kafka, logLevel, Partitioners, type Producer } from 'kafkajs';

import { packWithEveryCodec } from './packing';

export type Codec = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';
/** What becomes of the transaction in which records are written, where there is one. */
export type Fate = 'plain' | 'committed' | 'aborted' | 'open for a while';

export interface ForgedRecord {
  key: Buffer | null;
  value: Buffer | null;
  partition: number;
  headers: Record<string, string>;
}

/** Records that are written as one batch for each partition. */
export interface Forgery {
  topic: 'events' | 'commands' | 'results' | 'tables';
  records: ForgedRecord[];
  codec: Codec;
  fate: Fate;
}

const CODECS: Readonly<Record<Codec, CompressionTypes>> = {
  none: CompressionTypes.None,
  gzip: CompressionTypes.GZIP,
  snappy: CompressionTypes.Snappy,
  lz4: CompressionTypes.LZ4,
  zstd: CompressionTypes.ZSTD,
};

const TRANSACTIONS_AT_ONCE = 4;
const OPEN_FOR_MS = 1_500;
const OWN = { allowAutoTopicCreation: false, createPartitioner: Partitioners.DefaultPartitioner };

/** Writes to any topic of a ledger what its owner never would, in every way that a producer has. */
export class ForeignProducer {
  private readonly free: Producer[] = [];
  private readonly waiting: ((producer: Producer) => void)[] = [];
  private readonly all: Producer[] = [];
  private readonly open = new Set<Promise<void>>();

  private constructor(
    private readonly kafka: Kafka,
    private readonly plain: Producer,
    private readonly prefix: string,
    /** How long a transaction stays open that does. */
    private readonly holdOpen: () => Promise<unknown>,
  ) {
    this.all.push(plain);
  }

  static async connect(
    brokers: string[],
    prefix: string,
    holdOpen: () => Promise<unknown> = () => pause(OPEN_FOR_MS),
  ): Promise<ForeignProducer> {
    packWithEveryCodec();
    const kafka = new Kafka({ brokers, logLevel: logLevel.NOTHING });
    const plain = kafka.producer(OWN);
    await plain.connect();
    return new ForeignProducer(kafka, plain, prefix, holdOpen);
  }

  /** Where each record stands, as `partition:offset`; those of one partition stand one behind the other. */
  async send({ topic, records, codec, fate }: Forgery): Promise<string[]> {
    const write = async (to: Pick<Producer, 'send'>): Promise<string[]> => {
      const answers = await to.send({
        topic: topicsOf(this.prefix)[topic],
        acks: -1,
        compression: CODECS[codec],
        messages: records,
      });
      const next = new Map(answers.map(({ partition, baseOffset }) => [partition, Number(baseOffset)]));
      return records.map(({ partition }) => {
        const offset = next.get(partition) ?? Number.NaN;
        next.set(partition, offset + 1);
        return `${partition}:${offset}`;
      });
    };
    return fate === 'plain' ? write(this.plain) : this.inTransaction(write, fate);
  }

  /** Every transaction has ended. */
  async settle(): Promise<void> {
    await Promise.all(this.open);
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.open);
    await Promise.allSettled(this.all.map((producer) => producer.disconnect()));
  }

  private async inTransaction<T>(write: (to: Pick<Producer, 'send'>) => Promise<T>, fate: Fate): Promise<T> {
    const producer = await this.take();
    const transaction = await producer.transaction();
    const sent = write(transaction);
    const closing = sent
      .then(() => (fate === 'open for a while' ? this.holdOpen() : undefined))
      .then(
        () => (fate === 'committed' ? transaction.commit() : transaction.abort()),
        () => transaction.abort(),
      )
      .finally(() => {
        this.open.delete(closing);
        this.giveBack(producer);
      });
    this.open.add(closing);
    if (fate !== 'open for a while') await closing;
    return sent;
  }

  /** Of those that can have a transaction: a free one, a further one, or the next that is given back. */
  private async take(): Promise<Producer> {
    const producer = this.free.pop();
    if (producer !== undefined) return producer;
    if (this.all.length > TRANSACTIONS_AT_ONCE) return new Promise((resolve) => this.waiting.push(resolve));
    const transactionalId = `${this.prefix}-foreign-${this.all.length}`;
    const another = this.kafka.producer({ ...OWN, transactionalId, maxInFlightRequests: 1 });
    this.all.push(another);
    await another.connect();
    return another;
  }

  private giveBack(producer: Producer): void {
    const next = this.waiting.shift();
    if (next === undefined) this.free.push(producer);
    else next(producer);
  }
}
