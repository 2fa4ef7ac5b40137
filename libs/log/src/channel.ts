import { setTimeout as delay } from 'node:timers/promises';

import type { Consumer, KafkaMessage, Producer } from 'kafkajs';

import { LogUnreachable } from './errors';
import { kafkaOf, type LogSettings } from './kafka-log';
import { markOf } from './kafka-records';
import { keyedPartitioner } from './partitioner';
import { createTopic, topicsOf } from './topic';
import { settingsToCreate } from './topic-settings';

const RUN_AGAIN_MS = 1_000;
/** Answers that are sent at once, unless a single one is larger. */
const PORTION_BYTES = 512 * 1024;
/** More than any token takes; a longer header is as good as none. */
const HEADER_BYTES = 16 * 1024;
const TOO_LARGE = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);

/** A message that somebody posted to budget.commands. */
export interface Posted {
  partition: number;
  offset: string;
  key: string | undefined;
  value: Buffer | null;
  authorization: string | undefined;
  /** As in HTTP; without one the value is JSON in UTF-8. */
  contentType: string | undefined;
  /** Why nothing of it can be read, though something stands there. */
  unreadable?: string;
}

/** An answer on its way to budget.command-results, keyed by command id. */
export interface Answered {
  key: string;
  value: string;
  /** In place of a value that is larger than what the broker takes, so that nothing waits behind it for ever. */
  inShort: string;
}

/**
 * The way in for systems that post through Kafka. At least once: offsets are committed when the answers are written, so a crash
 * answers again, and the command ids make it exactly once.
 */
export class CommandChannel {
  private closing = false;

  private constructor(
    private readonly consumer: Consumer,
    private readonly producer: Producer,
    private readonly topics: { commands: string; results: string },
  ) {}

  static async open(
    settings: Pick<LogSettings, 'brokers' | 'clientId' | 'ledgerId' | 'prefix'> & {
      partitions: number;
      replication: number;
    },
    answer: (posted: Posted[]) => Promise<Answered[]>,
    onFailure: (error: Error) => void,
  ): Promise<CommandChannel> {
    const kafka = kafkaOf(settings);
    const admin = kafka.admin();
    const consumer = kafka.consumer({
      groupId: `${settings.prefix ?? 'budget'}-intake`,
      maxWaitTimeInMs: 500,
      // A process that was killed keeps its partitions from the others for this long.
      sessionTimeout: 10_000,
      allowAutoTopicCreation: false,
      retry: { retries: 10, initialRetryTime: 100, maxRetryTime: 2_000, restartOnFailure: () => Promise.resolve(true) },
    });
    const producer = kafka.producer({
      allowAutoTopicCreation: false,
      createPartitioner: keyedPartitioner,
    });
    try {
      await Promise.all([admin.connect(), consumer.connect(), producer.connect()]);
    } catch (error) {
      throw new LogUnreachable(`No Kafka broker answered: ${error instanceof Error ? error.message : String(error)}`);
    }
    const topics = topicsOf(settings.prefix);
    for (const role of ['commands', 'results'] as const) {
      await createTopic(admin, {
        topic: topics[role],
        numPartitions: settings.partitions,
        replicationFactor: settings.replication,
        configEntries: settingsToCreate(role, settings.replication),
      });
    }
    await admin.disconnect();
    await consumer.subscribe({ topic: topics.commands, fromBeginning: true });
    const channel = new CommandChannel(consumer, producer, topics);
    const run = (): void => void channel.run(settings.partitions, answer).catch(onFailure);
    // After some errors kafkajs lets a consumer end for good; commands that are posted then would wait for ever.
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart) setTimeout(run, RUN_AGAIN_MS).unref();
    });
    // Joining waits until a killed predecessor is given up; the rest of the service must not wait with it.
    run();
    return channel;
  }

  async close(): Promise<void> {
    this.closing = true;
    // A consumer that is still joining may not hear of it; what it did not commit comes again to the next one.
    await Promise.race([this.consumer.disconnect(), delay(5_000, undefined, { ref: false })]);
    await this.producer.disconnect();
  }

  private async send(answers: readonly Answered[]): Promise<void> {
    for (const portion of portionsOf(answers)) await this.sendPortion(portion);
  }

  private async sendPortion(portion: readonly Answered[]): Promise<void> {
    const write = (messages: { key: string; value: string }[]) =>
      this.producer.send({ topic: this.topics.results, acks: -1, messages });
    try {
      await write(portion.map(({ key, value }) => ({ key, value })));
    } catch (error) {
      if (!isTooLarge(error)) throw error;
      const [first, ...others] = portion;
      if (first === undefined) throw error;
      if (others.length === 0) await write([{ key: first.key, value: first.inShort }]);
      else for (const each of portion) await this.sendPortion([each]);
    }
  }

  private async run(partitions: number, answer: (posted: Posted[]) => Promise<Answered[]>): Promise<void> {
    if (this.closing) return;
    await this.consumer.connect();
    await this.consumer.run({
      autoCommit: false,
      partitionsConsumedConcurrently: partitions,
      eachBatch: async ({ batch, ...session }) => {
        const beat = setInterval(() => void session.heartbeat().catch(() => undefined), 3_000);
        try {
          const posted = batch.messages.flatMap((message) => postedIn(batch.partition, message));
          const answers = await answer(posted);
          await this.send(answers);
          const next = (BigInt(batch.lastOffset()) + 1n).toString();
          await this.consumer.commitOffsets([
            { topic: this.topics.commands, partition: batch.partition, offset: next },
          ]);
        } finally {
          clearInterval(beat);
        }
      },
    });
  }
}

/** What transactions and compaction leave behind was posted by nobody. */
function postedIn(partition: number, message: KafkaMessage): Posted[] {
  const { offset, key, value, headers } = message;
  const mark = markOf(message);
  if (mark !== undefined && mark.kind !== 'unreadable') return [];
  const posted = {
    partition,
    offset,
    key: key?.toString('utf8'),
    value,
    authorization: textOf(headers?.['authorization']),
    contentType: textOf(headers?.['content-type']),
  };
  return [mark === undefined ? posted : { ...posted, unreadable: mark.why }];
}

/** The broker's limit counts a whole batch of one partition, so answers go in portions. */
function portionsOf(answers: readonly Answered[]): Answered[][] {
  const portions: Answered[][] = [];
  let bytes = PORTION_BYTES;
  for (const answer of answers) {
    const size = Buffer.byteLength(answer.value);
    if (bytes + size > PORTION_BYTES) {
      portions.push([]);
      bytes = 0;
    }
    portions.at(-1)?.push(answer);
    bytes += size;
  }
  return portions;
}

/** kafkajs wraps what a broker said into errors of its own. */
function isTooLarge(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('type' in error && TOO_LARGE.has(String(error.type))) return true;
  return isTooLarge(error.cause);
}

function textOf(header: Buffer | string | (Buffer | string)[] | undefined): string | undefined {
  const first = Array.isArray(header) ? header[0] : header;
  return first !== undefined && first.length <= HEADER_BYTES ? first.toString() : undefined;
}
