import { Problem } from '#platform';
import { parseCommand } from '#wire';
import { Command as BusCommand, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

import { type Answer, answerTo, invalidAnswer, problem, trialAnswer } from './answer';
import { type Caller, Ledger, submissionOf } from './ledger';
import type { Trial } from './trial';

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
    if (parsed.dryRun) return tried(this.ledger.trial(), input, caller);
    return answerTo(parsed.command.commandId, await this.ledger.submit(parsed.command, caller));
  }
}

@CommandHandler(TryCommands)
export class TryCommandsHandler implements ICommandHandler<TryCommands> {
  constructor(private readonly ledger: Ledger) {}

  execute({ inputs, caller }: TryCommands): Promise<Answer[]> {
    const trial = this.ledger.trial();
    return Promise.resolve(inputs.map((input) => tried(trial, input, caller)));
  }
}

function tried(trial: Trial | undefined, input: unknown, caller: Caller): Answer {
  if (trial === undefined) return problem(new Problem('unavailable'));
  const parsed = parseCommand(input);
  if (!parsed.ok) return invalidAnswer(input, parsed.errors);
  const { command } = parsed;
  const outcome = trial.decide(command, submissionOf(command, caller));
  return outcome.kind === 'trial' ? trialAnswer(command.commandId, outcome) : answerTo(command.commandId, outcome);
}
