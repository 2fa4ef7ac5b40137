import { parseCommand } from '#wire';
import { Command as BusCommand, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

import { type Answer, answerTo, invalidAnswer } from './answer';
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

@CommandHandler(SubmitCommand)
export class SubmitCommandHandler implements ICommandHandler<SubmitCommand> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ input, caller }: SubmitCommand): Promise<Answer> {
    const parsed = parseCommand(input);
    if (!parsed.ok) return invalidAnswer(input, parsed.errors);
    return answerTo(parsed.command.commandId, await this.ledger.submit(parsed.command, caller));
  }
}
