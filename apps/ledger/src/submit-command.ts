import type { Command } from '#domain';
import { LogUnreachable, Turns } from '#log';
import { Problem } from '#platform';
import { parseCommand } from '#wire';
import { Command as BusCommand, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

import { type Answer, answerTo, invalidAnswer, problem, trialAnswer } from './answer';
import { type Caller, Ledger } from './ledger';

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
  ) {
    super();
  }
}

@CommandHandler(SubmitCommand)
export class SubmitCommandHandler implements ICommandHandler<SubmitCommand> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ input, caller }: SubmitCommand): Promise<Answer> {
    const read = await readCommand(this.ledger, input, caller);
    if ('answer' in read) return read.answer;
    const { command, dryRun } = read;
    if (!dryRun) return this.submit(command, caller);
    const [answer = problem(new Problem('unavailable'))] = await tried(this.ledger, [command], caller);
    return answer;
  }

  private async submit(command: Command, caller: Caller): Promise<Answer> {
    const { commandId } = command;
    try {
      return answerTo(commandId, await this.ledger.submit(command, caller));
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

  async execute({ inputs, caller }: TryCommands): Promise<Answer[]> {
    const turns = new Turns();
    const read: Read[] = [];
    for (const input of inputs) {
      read.push(await readCommand(this.ledger, input, caller));
      await turns.next();
    }
    const commands = read.flatMap((each) => ('command' in each ? [each.command] : []));
    const answers = await tried(this.ledger, commands, caller);
    return read.map((each) =>
      'answer' in each ? each.answer : (answers.shift() ?? problem(new Problem('unavailable'))),
    );
  }
}

type Read = { command: Command; dryRun: boolean } | { answer: Answer };

/** What was recorded before a rule for texts existed is answered as it was then, and what it named keeps its name. */
async function readCommand(ledger: Ledger, input: unknown, caller: Caller): Promise<Read> {
  const parsed = parseCommand(input);
  const { asSent } = parsed;
  if (asSent !== undefined) {
    const takes = await ledger.takesAsSent(asSent, caller);
    if (takes === true) return asSent;
    if (takes === undefined) return { answer: problem(new Problem('unavailable')) };
  }
  return parsed.ok ? parsed : { answer: invalidAnswer(input, parsed.errors) };
}

/** One answer for each command, in order. */
async function tried(ledger: Ledger, commands: readonly Command[], caller: Caller): Promise<Answer[]> {
  const outcomes = await ledger.rehearse(commands, caller);
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
