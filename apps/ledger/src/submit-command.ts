import type { Command } from '#domain';
import { Problem } from '#platform';
import { parseCommand, type ParsedCommand } from '#wire';
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
    const parsed = parseCommand(input);
    if (!parsed.ok) return invalidAnswer(input, parsed.errors);
    const { command, dryRun } = parsed;
    if (!dryRun) return answerTo(command.commandId, await this.ledger.submit(command, caller));
    const [answer = problem(new Problem('unavailable'))] = await tried(this.ledger, [command], caller);
    return answer;
  }
}

@CommandHandler(TryCommands)
export class TryCommandsHandler implements ICommandHandler<TryCommands> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ inputs, caller }: TryCommands): Promise<Answer[]> {
    const parsed = inputs.map((input) => ({ input, ...parseCommand(input) }));
    const answers = await tried(this.ledger, commandsIn(parsed), caller);
    return parsed.map((each) => {
      if (!each.ok) return invalidAnswer(each.input, each.errors);
      return answers.shift() ?? problem(new Problem('unavailable'));
    });
  }
}

function commandsIn(parsed: readonly ParsedCommand[]): Command[] {
  return parsed.flatMap((each) => (each.ok ? [each.command] : []));
}

/** One answer for each command, in order. */
async function tried(ledger: Ledger, commands: readonly Command[], caller: Caller): Promise<Answer[]> {
  const outcomes = await ledger.rehearse(commands, caller);
  return commands.map(({ commandId }, index) => {
    const outcome = outcomes?.[index];
    if (outcome === undefined) return problem(new Problem('unavailable', undefined, { commandId }));
    return outcome.kind === 'trial' ? trialAnswer(commandId, outcome) : answerTo(commandId, outcome);
  });
}
