import { setTimeout as delay } from 'node:timers/promises';

import { inTurns, reasonOf } from '#basics';
import type { Admin, Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';

import { type Answered, CommandResults, type RawMessage } from './command-results';
import type { LogSettings } from './kafka-log';
import { endJoined } from './kafka-reader';
import { connectAll, kafkaOf, producerOf, unanswered } from './connect';
import { unauthorizedIn } from './denied';
import type { Progress } from '../ports';
import { ReaderPulse } from '../reading/reader-pulse';
import { type Posted, postedIn } from './posted';
import { createTopic, LED_STEP_MS, topicsOf } from './topic';
import { settingsToCreate } from './topic-settings';
import { within } from '../within';

const RUN_AGAIN_MS = 1_000;
const LOOK_EVERY_MS = 2_000;
/** Answers one message, and tells why it does not get on. A rejection says that it may not be passed by yet; it comes again. */
type Answer = (posted: Posted, troubled: (reason: string) => void) => Promise<Answered>;

export interface ChannelSettings extends Pick<
  LogSettings,
  'brokers' | 'security' | 'clientId' | 'ledgerId' | 'prefix'
> {
  partitions: number;
  replication: number;
}

/**
 * The way in for systems that post through Kafka. At least once: offsets are committed when the answers are written, so a crash
 * answers again, and the command ids make it exactly once.
 */
export class CommandChannel {
  readonly pulse: ReaderPulse;
  /** Partitions that the group has given to this process; undefined before it has joined. */
  private own: readonly number[] | undefined;
  private readonly results: CommandResults;
  private readonly groupId: string;
  private looking: Promise<void> | undefined;

  private constructor(
    private readonly kafka: Kafka,
    private admin: Admin,
    private readonly consumer: Consumer,
    private readonly producer: ReturnType<Kafka['producer']>,
    private readonly topics: ReturnType<typeof topicsOf>,
    private readonly answer: Answer,
    private readonly progress: Progress,
    private readonly ending: AbortController,
  ) {
    this.results = new CommandResults(producer, topics);
    this.groupId = groupOf(topics.commands);
    this.pulse = new ReaderPulse(
      'the intake from Kafka',
      topics.commands,
      'Commands by HTTP go on. Look at the message there and at the brokers; docs/operations.md says how to go on',
    );
  }

  static async open(settings: ChannelSettings, answer: Answer, progress: Progress): Promise<CommandChannel> {
    const topics = topicsOf(settings.prefix);
    const kafka = kafkaOf(settings);
    const admin = kafka.admin();
    const ending = new AbortController();
    const consumer = consumerOf(kafka, groupOf(topics.commands), ending.signal);
    const producer = producerOf(kafka);
    progress(`a Kafka broker at ${settings.brokers.join(', ')}`);
    await connectAll([admin, consumer, producer], settings, unanswered);
    try {
      for (const role of ['commands', 'results', 'rejected'] as const) {
        progress(`the topic ${topics[role]} and its leaders`);
        const creating = createTopic(admin, {
          topic: topics[role],
          numPartitions: settings.partitions,
          replicationFactor: settings.replication,
          configEntries: settingsToCreate(role, settings.replication),
        });
        await within(creating, `the topic ${topics[role]}`, LED_STEP_MS);
      }
      await within(consumer.subscribe({ topic: topics.commands, fromBeginning: true }), `the topic ${topics.commands}`);
    } catch (error) {
      void Promise.allSettled([admin.disconnect(), consumer.disconnect(), producer.disconnect()]);
      throw unauthorizedIn(error) ?? error;
    }
    const channel = new CommandChannel(kafka, admin, consumer, producer, topics, answer, progress, ending);
    channel.start(settings.partitions);
    return channel;
  }

  async close(): Promise<void> {
    this.ending.abort();
    // A consumer that is still joining does not hear of it, and ends when it has joined. What it did not commit comes again to the next one.
    await Promise.race([this.consumer.disconnect(), delay(5_000, undefined, { ref: false })]);
    await this.looking;
    await Promise.allSettled([this.producer.disconnect(), this.admin.disconnect()]);
  }

  private start(partitions: number): void {
    const { consumer, pulse } = this;
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      if (this.isClosing) {
        endJoined(consumer);
        return;
      }
      this.own = payload.memberAssignment[this.topics.commands] ?? [];
      this.progress(undefined);
    });
    consumer.on(consumer.events.FETCH, () => {
      pulse.works();
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      this.outside();
      pulse.crashed(payload.error.message);
      // After some errors kafkajs lets a consumer end for good; commands that are posted then would wait for ever.
      if (!payload.restart) this.runAgain(partitions);
    });
    // Joining waits until a killed predecessor is given up; the rest of the service must not wait with it.
    this.outside();
    this.run(partitions);
    this.looking = this.look();
  }

  private get isClosing(): boolean {
    return this.ending.signal.aborted;
  }

  private outside(): void {
    this.own = undefined;
    if (!this.isClosing) this.progress(`the consumer group ${this.groupId} to let this process in`);
  }

  private run(partitions: number): void {
    if (this.isClosing) return;
    const running = async (): Promise<void> => {
      await this.consumer.connect();
      await this.consumer.run({
        autoCommit: false,
        partitionsConsumedConcurrently: partitions,
        eachBatch: (payload) => this.handle(payload),
      });
    };
    running().catch((error: unknown) => {
      this.pulse.crashed(reasonOf(error));
      this.runAgain(partitions);
    });
  }

  private runAgain(partitions: number): void {
    setTimeout(() => {
      this.run(partitions);
    }, RUN_AGAIN_MS).unref();
  }

  private async handle({ batch, ...session }: EachBatchPayload): Promise<void> {
    const { partition, messages } = batch;
    const beat = setInterval(() => void session.heartbeat().catch(() => undefined), 3_000);
    const open = new Set(messages.map(({ offset }) => Number(offset)));
    const troubled = (reason: string): void => {
      this.pulse.troubled(partition, reason);
    };
    try {
      const answers = await inTurns(messages, async (message) => {
        const posted = postedIn(partition, message);
        const answered = posted && (await this.answer(posted, troubled));
        open.delete(Number(message.offset));
        // In the order in which they came; the last one is behind the reader once all answers are written.
        const [first = Number(batch.lastOffset())] = open;
        this.pulse.moved(partition, first);
        return answered === undefined ? [] : [{ message: this.rawOf(partition, message), answered }];
      });
      await this.results.send(answers.flat());
      const offset = (BigInt(batch.lastOffset()) + 1n).toString();
      await this.consumer.commitOffsets([{ topic: this.topics.commands, partition, offset }]);
      this.pulse.moved(partition, Number(offset));
    } catch (error) {
      troubled(reasonOf(error));
      throw error;
    } finally {
      clearInterval(beat);
    }
  }

  private rawOf(partition: number, { offset, key, value, headers = {} }: KafkaMessage): RawMessage {
    return { key, value, headers, position: `${this.topics.commands}:${partition}:${offset}` };
  }

  /** Compares what was handled with what was posted, for as long as the channel is open. */
  private async look(): Promise<void> {
    while (!this.isClosing) {
      try {
        await this.lookOnce();
      } catch {
        // Lost brokers show elsewhere; a new connection finds new leaders.
        const before = this.admin;
        this.admin = this.kafka.admin();
        await Promise.allSettled([before.disconnect(), this.admin.connect()]);
      }
      await delay(LOOK_EVERY_MS, undefined, { ref: false });
    }
  }

  /** While nobody has given this process partitions, it looks at all of them: then it may be that nobody reads them. */
  private async lookOnce(): Promise<void> {
    const { commands } = this.topics;
    const ends = await this.admin.fetchTopicOffsets(commands);
    const [committed] = await this.admin.fetchOffsets({ groupId: this.groupId, topics: [commands] });
    const looked = ends.filter(({ partition }) => this.own === undefined || this.own.includes(partition));
    this.pulse.handles(looked.map(({ partition }) => partition));
    for (const { partition, low } of looked) {
      const offset = Number(committed?.partitions.find((one) => one.partition === partition)?.offset ?? -1);
      if (offset > this.pulse.nextOf(partition)) this.pulse.moved(partition, offset);
      // What has grown too old and was deleted is left to nobody.
      if (Number(low) > this.pulse.nextOf(partition)) this.pulse.moved(partition, Number(low));
    }
    this.pulse.sawEnds(new Map(looked.map(({ partition, high }) => [partition, Number(high)])));
  }
}

function groupOf(commands: string): string {
  return `${commands.replace(/\.commands$/, '')}-intake`;
}

function consumerOf(kafka: Kafka, groupId: string, ending: AbortSignal): Consumer {
  return kafka.consumer({
    groupId,
    maxWaitTimeInMs: 500,
    // A process that was killed keeps its partitions from the others for this long.
    sessionTimeout: 10_000,
    allowAutoTopicCreation: false,
    retry: {
      retries: 10,
      initialRetryTime: 100,
      maxRetryTime: 2_000,
      restartOnFailure: () => Promise.resolve(!ending.aborted),
    },
  });
}
