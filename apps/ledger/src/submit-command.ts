import { Turns, restTurn } from '#basics';
import { type Command, streamOf } from '#domain';
import { LogUnreachable, type Submission } from '#log';
import { Problem } from '#platform';
import { type ParsedCommand, parseCommand } from '#wire';
import { Command as BusCommand, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

import { type Answer, answerTo, invalidAnswer, problem, trialAnswer } from './answer';
import type { Caller } from './caller';
import { demandsOf } from './demands';
import { InOrder } from './in-order';
import { isLarge } from './large';
import { Ledger } from './ledger';
import { type AnyCommand, submissionOf } from './submission';
import type { Room } from './trial';

/** The one way in, for HTTP and Kafka alike: untrusted JSON from a known caller. */
export class SubmitCommand extends BusCommand<Answer> {
  constructor(
    readonly input: unknown,
    readonly caller: Caller,
  ) {
    super();
  }
}

/** Commands that are only to be tried, one after another: each is decided against what those before it would leave. */
export class TryCommands extends BusCommand<Answer[]> {
  constructor(
    readonly inputs: readonly unknown[],
    readonly caller: Caller,
    /** What is asked for: who tries what is to be posted must be allowed to post it. */
    readonly action: 'try' | 'post' = 'try',
    readonly room?: Room,
  ) {
    super();
  }
}

@CommandHandler(SubmitCommand)
export class SubmitCommandHandler implements ICommandHandler<SubmitCommand> {
  /** Of the large commands that are being read. */
  private readonly order = new InOrder();

  constructor(private readonly ledger: Ledger) {}

  async execute({ input, caller }: SubmitCommand): Promise<Answer> {
    const isLong = isLarge(input);
    const { fate } = await this.order.run(streamNamedIn(input), isLong, () => this.begin(input, caller, isLong));
    return fate;
  }

  /** Settles when the command has its place in its stream. Its fate is waited for by none that come after it. */
  private async begin(input: unknown, caller: Caller, isLong: boolean): Promise<{ fate: Promise<Answer> }> {
    // What brought it here has taken its time as well.
    if (isLong) await restTurn();
    const parsed = parseCommand(input);
    if (isLong) await restTurn();
    if (!parsed.ok || parsed.dryRun || parsed.asSent !== undefined) return { fate: this.goOn(input, parsed, caller) };
    const forbidden = forbiddenAnswer(parsed.command, 'post', caller);
    if (forbidden !== undefined) return { fate: Promise.resolve(forbidden) };
    const submission = submissionOf(parsed.command, caller);
    if (isLong) await restTurn();
    return { fate: this.submit(submission) };
  }

  private async goOn(input: unknown, parsed: ParsedCommand, caller: Caller): Promise<Answer> {
    const read = await takenCommand(this.ledger, input, parsed, caller, 'post');
    if ('answer' in read) return read.answer;
    const { command, dryRun } = read;
    if (!dryRun) return this.submit(submissionOf(command, caller));
    const [answer = problem(new Problem('unavailable'))] = await tried(this.ledger, [command], caller);
    return answer;
  }

  private async submit(submission: Submission<AnyCommand>): Promise<Answer> {
    const { commandId } = submission;
    try {
      return answerTo(commandId, await this.ledger.submit(submission));
    } catch (error) {
      if (!(error instanceof LogUnreachable)) throw error;
      const detail = { zh: '尚未受理，请稍后用同一编号重试。', en: error.message };
      return problem(new Problem('unavailable', detail, { commandId }));
    }
  }
}

@CommandHandler(TryCommands)
export class TryCommandsHandler implements ICommandHandler<TryCommands> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ inputs, caller, action, room }: TryCommands): Promise<Answer[]> {
    const turns = new Turns();
    const read: Read[] = [];
    for (const input of inputs) {
      read.push(await takenCommand(this.ledger, input, parseCommand(input), caller, action));
      await turns.next();
    }
    const commands = read.flatMap((each) => ('command' in each ? [each.command] : []));
    const answers = await tried(this.ledger, commands, caller, room);
    return read.map((each) =>
      'answer' in each ? each.answer : (answers.shift() ?? problem(new Problem('unavailable'))),
    );
  }
}

type Read = { command: Command; dryRun: boolean } | { answer: Answer };

/** What was recorded before a rule for texts existed is answered as it was then, and what it named keeps its name. */
async function takenCommand(
  ledger: Ledger,
  input: unknown,
  parsed: ParsedCommand,
  caller: Caller,
  action: 'post' | 'try',
): Promise<Read> {
  const { asSent } = parsed;
  for (const { command, dryRun } of [...(asSent === undefined ? [] : [asSent]), ...(parsed.ok ? [parsed] : [])]) {
    const forbidden = forbiddenAnswer(command, dryRun ? 'try' : action, caller);
    if (forbidden !== undefined) return { answer: forbidden };
  }
  if (asSent !== undefined) {
    const takes = await ledger.takesAsSent(asSent, caller);
    if (takes === true) return asSent;
    if (takes === undefined) return { answer: problem(new Problem('unavailable')) };
  }
  return parsed.ok ? parsed : { answer: invalidAnswer(input, parsed.errors) };
}

/** One answer for each command, in order. */
async function tried(ledger: Ledger, commands: readonly Command[], caller: Caller, room?: Room): Promise<Answer[]> {
  const outcomes = await ledger.rehearse(commands, caller, room);
  const turns = new Turns();
  const answers: Answer[] = [];
  for (const [index, { commandId }] of commands.entries()) {
    const outcome = outcomes?.[index];
    if (outcome === undefined) answers.push(problem(new Problem('unavailable', undefined, { commandId })));
    else answers.push(outcome.kind === 'trial' ? trialAnswer(commandId, outcome) : answerTo(commandId, outcome));
    await turns.next();
  }
  return answers;
}

/** The one place where a right to write is asked for, whichever way a command came. Who has none leaves no record. */
function forbiddenAnswer(command: Command, action: 'post' | 'try', { permits }: Caller): Answer | undefined {
  const refusal = permits.refusal(action, demandsOf(command), { commandId: command.commandId });
  return refusal && problem(refusal);
}

/** What names no stream has none to keep an order in. */
function streamNamedIn(input: unknown): string {
  if (typeof input !== 'object' || input === null || !('division' in input) || !('department' in input)) return '';
  const { division, department } = input;
  return typeof division === 'string' && typeof department === 'string' ? streamOf({ division, department }) : '';
}
