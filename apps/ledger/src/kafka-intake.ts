import { setTimeout as delay } from 'node:timers/promises';

import { Identity, type Principal, Rights } from '#access';
import { positionOf, parseStream, streamOf } from '#domain';
import { type Answered, CommandChannel, LogUnfit, LogUnreachable, type Posted } from '#log';
import {
  charsetProblem,
  type Config,
  keepTrying,
  METRICS,
  type Notice,
  Problem,
  Readers,
  Readiness,
  readJson,
  required,
  Startup,
  Waiting,
} from '#platform';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Counter, type Registry } from 'prom-client';

import { type Answer, commandIdOf, problem } from './answer';
import { callerFrom } from './caller';
import { CONFIG, Ledger } from './ledger';
import { SubmitCommand } from './submit-command';

/** Answers that say nothing final: a command from Kafka is tried until its fate is known, because nobody else would. */
const PASSING = new Set([
  'fate-unknown',
  'contended',
  'overloaded',
  'unavailable',
  'clock-apart',
  'issuer-unreachable',
]);
/** A message whose handling fails so often fails for a reason of its own. */
const TRIES = 3;
const AGAIN_MS = 500;
const REASON_CHARACTERS = 2_000;

/** budget.commands in, budget.command-results out; what cannot be handled goes to budget.commands.rejected. */
@Injectable()
export class KafkaIntake implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(KafkaIntake.name);
  private readonly waiting = new Waiting(this.logger);
  private readonly setAside: Counter;
  private channel: CommandChannel | undefined;
  private readonly stopping = new AbortController();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly commands: CommandBus,
    private readonly identity: Identity,
    private readonly rights: Rights,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(Readers) private readonly readers: Readers,
    @Inject(Readiness) readiness: Readiness,
    @Inject(Startup) private readonly startup: Startup,
    @Inject(METRICS) registry: Registry,
  ) {
    readiness.register('intake', () => this.state());
    this.setAside = new Counter({
      name: 'ledger_messages_set_aside_total',
      help: 'Messages of budget.commands that could not be handled, and stand in budget.commands.rejected',
      registers: [registry],
    });
  }

  onApplicationBootstrap(): void {
    const starting = this.start().catch((error: unknown) => {
      if (!this.isStopping) throw error;
    });
    this.startup.add(starting);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    this.waiting.over();
    await this.channel?.close();
  }

  private async start(): Promise<void> {
    this.waiting.for('the ledger to start');
    await this.ledger.untilStarted();
    if (this.isStopping) return;
    const { brokers, ledgerId, topicPrefix, partitions, replication } = this.config;
    const connection = { brokers: required(brokers, 'KAFKA_BROKERS'), clientId: 'ledger-intake', ledgerId };
    const settings = { ...connection, prefix: topicPrefix, partitions, replication };
    const open = (): Promise<CommandChannel> =>
      CommandChannel.open(settings, (posted, troubled) => this.handle(posted, troubled), this.waiting.for);
    const channel = await keepTrying(open, {
      signal: this.stopping.signal,
      isFinal: (error) => error instanceof LogUnfit,
      onFailure: (error) => this.waiting.failed(error),
    });
    this.channel = channel;
    this.readers.add(channel.pulse);
    if (this.stopping.signal.aborted) await channel.close();
  }

  private get isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  /** Commands by HTTP do not wait for the intake; that it stands still is told by its reader. */
  private state(): string | Notice | undefined {
    const { sentence } = this.waiting;
    return this.channel === undefined || sentence === undefined ? sentence : { notice: sentence };
  }

  /** Answers a message, and sets it aside where that fails again and again for no other reason than the message. */
  private async handle(posted: Posted, troubled: (reason: string) => void): Promise<Answered> {
    const position = positionOf({ partition: posted.partition, offset: Number(posted.offset) });
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.answer(posted, position, troubled);
      } catch (error) {
        // Not committed, the message comes again after a restart.
        if (this.isStopping) throw error;
        const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
        const reason = what.slice(0, REASON_CHARACTERS);
        if (error instanceof LogUnreachable) tries = 0;
        troubled(reason);
        this.logger.error(`the message at ${position} could not be handled, ${tries} time(s): ${reason}`);
        if (tries >= TRIES) {
          this.setAside.inc();
          return answeredAside(posted, position, reason);
        }
      }
      await delay(AGAIN_MS);
    }
  }

  private async answer(posted: Posted, position: string, troubled: (reason: string) => void): Promise<Answered> {
    const input = inputOf(posted);
    const answer =
      input instanceof Problem ? problem(input) : await this.answerInput(posted, input, position, troubled);
    const commandId = commandIdOf(input);
    const valueOf = (told: Answer): string => JSON.stringify({ commandId, received: position, ...told });
    const inShort = valueOf(problem(new Problem('answer-too-large')));
    return { key: commandId ?? position, value: valueOf(answer), inShort };
  }

  private async answerInput(
    posted: Posted,
    input: unknown,
    position: string,
    troubled: (reason: string) => void,
  ): Promise<Answer> {
    const wrongKey = keyProblem(posted.key, input);
    let sender: Principal | Problem | undefined;
    for (;;) {
      // Who has been identified stays so: a token that ends while its command waits was good when it came.
      if (sender === undefined || sender instanceof Problem) sender = await this.senderOf(posted);
      const answer = await this.answerOnce(sender, wrongKey, input, position);
      if (!('code' in answer.body) || !PASSING.has(answer.body.code)) return answer;
      // Not committed, the message comes again after a restart.
      if (this.isStopping) throw new Error('shutting down before the fate of a command was known');
      troubled(answer.body.code);
      this.logger.warn(`command at ${position} is tried again: ${answer.body.code}`);
      await delay(500);
    }
  }

  private async senderOf({ authorization }: Posted): Promise<Principal | Problem> {
    try {
      return await this.identity.identify(authorization);
    } catch (error) {
      if (error instanceof Problem) return error;
      throw error;
    }
  }

  private async answerOnce(
    sender: Principal | Problem,
    wrongKey: Problem | undefined,
    input: unknown,
    position: string,
  ): Promise<Answer> {
    if (sender instanceof Problem) return problem(sender);
    if (wrongKey !== undefined) return problem(wrongKey);
    const caller = callerFrom(sender, this.rights, `budget.commands:${position}`, { way: 'kafka' });
    return this.commands.execute(new SubmitCommand(input, caller));
  }
}

/** Of a message that cannot be handled; its id, where that can be read, lets the sender know which one it is. */
function answeredAside(posted: Posted, position: string, reason: string): Answered {
  let commandId: string | undefined;
  try {
    commandId = commandIdOf(inputOf(posted));
  } catch {
    // What cannot even be read is known by its position.
  }
  const { status, body } = problem(new Problem('message-set-aside', undefined, { place: position }));
  const value = JSON.stringify({ commandId, received: position, status, body });
  return { key: commandId ?? position, value, inShort: value, setAside: reason };
}

function inputOf({ value, contentType, unreadable }: Posted): unknown {
  if (unreadable !== undefined) {
    const detail = {
      zh: '消息无法读取：压缩数据已损坏，或解压后过大。',
      en: `The message cannot be read: ${unreadable}.`,
    };
    return new Problem('malformed-json', detail);
  }
  const otherCharset = charsetProblem(contentType);
  if (otherCharset !== undefined) return otherCharset;
  const read = readJson(value ?? Buffer.alloc(0));
  return read.ok ? read.value : read.problem;
}

/** A message's key is its stream, or the commands of one department could overtake each other. */
function keyProblem(key: string | undefined, input: unknown): Problem | undefined {
  if (key === undefined || typeof input !== 'object' || input === null) return undefined;
  // What names no department is answered by the schema, with the field that is wrong.
  const stream = streamNamedIn(input);
  if (stream === undefined || key === stream) return undefined;
  const detail = { zh: `消息键应为 ${stream}。`, en: `The message key must be ${stream}.` };
  return new Problem('invalid-request', detail, { errors: [{ field: 'key', message: detail.en }] });
}

function streamNamedIn(input: object): string | undefined {
  if (!('division' in input) || !('department' in input)) return undefined;
  const { division, department } = input;
  if (typeof division !== 'string' || typeof department !== 'string') return undefined;
  const stream = streamOf({ division, department });
  return parseStream(stream) === undefined ? undefined : stream;
}
