import { setTimeout as delay } from 'node:timers/promises';

import { AccessTrace, Rights, SignedCommands } from '#access';
import { positionOf } from '#domain';
import { type Answered, CommandChannel, LogUnfit, LogUnreachable, type Posted } from '#log';
import {
  type Config,
  kafkaIn,
  keepTrying,
  METRICS,
  type Notice,
  Problem,
  Readers,
  Readiness,
  Startup,
  Waiting,
} from '#platform';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Counter, type Registry } from 'prom-client';

import { type Answer, commandIdOf, problem } from './answer';
import { callerFrom } from './caller';
import { InOrder } from './in-order';
import { CONFIG, Ledger } from './ledger';
import { keyProblem, type Message, openMessage } from './message';
import { SubmitCommand } from './submit-command';

/** Answers that say nothing final: a command from Kafka is tried until its fate is known, because nobody else would. */
const PASSING = new Set(['fate-unknown', 'contended', 'overloaded', 'unavailable', 'clock-apart']);
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
  private readonly order = new InOrder();
  private channel: CommandChannel | undefined;
  private readonly stopping = new AbortController();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly commands: CommandBus,
    private readonly signed: SignedCommands,
    private readonly rights: Rights,
    private readonly trace: AccessTrace,
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
    const { ledgerId, topicPrefix, partitions, replication } = this.config;
    const connection = { ...kafkaIn(this.config), clientId: 'ledger-intake', ledgerId };
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
    let message: Message | undefined;
    for (let tries = 1; ; tries += 1) {
      try {
        // Signatures are checked by other threads, which overtake each other; commands of one partition must not.
        message ??= await this.order.run(String(posted.partition), true, () => openMessage(posted, this.signed));
        const { input } = message;
        const wrong = input instanceof Problem ? input : keyProblem(posted.key, input);
        const answer = wrong === undefined ? await this.fateOf(message, position, troubled) : problem(wrong);
        return answered(position, answer, message);
      } catch (error) {
        if (message === undefined && error instanceof Problem) {
          this.trace.attempt({ way: 'kafka', action: 'post', resource: 'budget.commands', code: error.details.code });
          return answered(position, problem(error));
        }
        // Not committed, the message comes again after a restart.
        if (this.isStopping) throw error;
        const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
        const reason = what.slice(0, REASON_CHARACTERS);
        if (error instanceof LogUnreachable) tries = 0;
        troubled(reason);
        this.logger.error(`the message at ${position} could not be handled, ${tries} time(s): ${reason}`);
        if (tries >= TRIES) {
          this.setAside.inc();
          const told = problem(new Problem('message-set-aside', undefined, { place: position }));
          return { ...answered(position, told, message), setAside: reason };
        }
      }
      await delay(AGAIN_MS);
    }
  }

  /** Who it was is known for good: what ends while its command waits was good when it came. */
  private async fateOf(
    { sender, input }: Message,
    position: string,
    troubled: (reason: string) => void,
  ): Promise<Answer> {
    for (;;) {
      const caller = callerFrom(sender, this.rights, `budget.commands:${position}`, { way: 'kafka' });
      const answer = await this.commands.execute(new SubmitCommand(input, caller));
      if (!('code' in answer.body) || !PASSING.has(answer.body.code)) return answer;
      // Not committed, the message comes again after a restart.
      if (this.isStopping) throw new Error('shutting down before the fate of a command was known');
      troubled(answer.body.code);
      this.logger.warn(`command at ${position} is tried again: ${answer.body.code}`);
      await delay(500);
    }
  }
}

/**
 * What is sent of an answer. A message that nobody who is known has signed is answered by its place alone: whoever may write to the topic could
 * otherwise have another's command answered.
 */
function answered(position: string, told: Answer, message?: Message): Answered {
  const commandId = commandIdOf(message?.input);
  const about = { commandId, sender: message?.sender.actor, received: position };
  const valueOf = (answer: Answer): string => JSON.stringify({ ...about, ...answer });
  const inShort = valueOf(problem(new Problem('answer-too-large')));
  return { key: commandId ?? position, value: valueOf(told), inShort };
}
