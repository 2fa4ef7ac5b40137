import { setTimeout as delay } from 'node:timers/promises';

import { type Answered, CommandChannel, type Posted } from '#log';
import { charsetProblem, type Config, Identity, Problem, readJson, required } from '#platform';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';

import { type Answer, commandIdOf, problem } from './answer';
import { inTurns } from './in-turns';
import { type Caller, CONFIG } from './ledger';
import { SubmitCommand } from './submit-command';

/** Answers that say nothing final: a command from Kafka is tried until its fate is known, because nobody else would. */
const PASSING = new Set(['fate-unknown', 'contended', 'overloaded', 'unavailable']);

/** budget.commands in, budget.command-results out. */
@Injectable()
export class KafkaIntake implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(KafkaIntake.name);
  private channel: CommandChannel | undefined;
  private stopping = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly commands: CommandBus,
    private readonly identity: Identity,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { brokers, ledgerId, topicPrefix, partitions, replication } = this.config;
    this.channel = await CommandChannel.open(
      {
        brokers: required(brokers, 'KAFKA_BROKERS'),
        clientId: 'ledger-intake',
        ledgerId,
        prefix: topicPrefix,
        partitions,
        replication,
      },
      (posted) => inTurns(posted, (message) => this.answer(message)),
      (error) => {
        this.logger.error(`the intake from Kafka has ended, commands by HTTP go on: ${error.message}`);
      },
    );
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.channel?.close();
  }

  private async answer(posted: Posted): Promise<Answered> {
    const place = `${posted.partition}:${posted.offset}`;
    const input = inputOf(posted);
    const answer = input instanceof Problem ? problem(input) : await this.answerInput(posted, input, place);
    const key = commandIdOf(input) ?? place;
    const valueOf = (told: Answer): string =>
      JSON.stringify({ commandId: commandIdOf(input), received: place, ...told });
    return { key, value: valueOf(answer), inShort: valueOf(problem(new Problem('answer-too-large'))) };
  }

  private async answerInput(posted: Posted, input: unknown, place: string): Promise<Answer> {
    const actor = this.identity.actorOf(posted.authorization);
    if (actor === undefined) return problem(new Problem('unauthorized'));
    const wrongKey = keyProblem(posted.key, input);
    if (wrongKey !== undefined) return problem(wrongKey);
    const caller: Caller = { actor, correlationId: `budget.commands:${place}` };
    for (;;) {
      const answer = await this.commands.execute(new SubmitCommand(input, caller));
      if (!('code' in answer.body) || !PASSING.has(answer.body.code)) return answer;
      // Not committed, the message comes again after a restart.
      if (this.stopping) throw new Error('shutting down before the fate of a command was known');
      this.logger.warn(`command at ${place} is tried again: ${answer.body.code}`);
      await delay(500);
    }
  }
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
  const stream = `${division}/${department}`;
  return /^\d{6}\/\d{3}$/.test(stream) ? stream : undefined;
}
