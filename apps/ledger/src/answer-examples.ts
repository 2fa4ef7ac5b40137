import { chartOf, type Command, decide, emptyState, evolve, eventIdOf, streamOf } from '#domain';
import { hashOf } from '#log';
import { COMMAND_EXAMPLES, parseCommand } from '#wire';

import { answerTo, invalidAnswer, trialAnswer } from './answer';
import { noBatch } from './batch';
import { roomForTrials, trialOutcome } from './trial';
import { type BudgetReceipt, refusalIn } from './verdict';

/** The examples of the documentation: what an empty ledger would answer to its first commands, made by what makes the answers. */
export function answerExamples() {
  const [register, allocate] = ['RegisterUnit', 'AllocateBudget'].map(exampleOf) as [Command, Command];
  const recorded = recordedAnswer(register);
  const refused = recordedAnswer(allocate);
  const wrong = { ...register, documentNumber: '' };
  const parsed = parseCommand(wrong);
  return {
    recorded: recorded.body,
    refused: refused.body,
    trial: trialOf(register).body,
    invalid: invalidAnswer(wrong, parsed.ok ? [] : parsed.errors).body,
    batch: { answers: [recorded, refused] },
    noBatch: noBatch().details,
    reused: answerTo(register.commandId, { kind: 'id-reused', receipt: receiptOf(register) }).body,
    elsewhere: answerTo(register.commandId, { kind: 'wrong-revision', expected: 7, actual: 8 }).body,
    overloaded: answerTo(register.commandId, { kind: 'overloaded', queued: 10_000 }).body,
    unknownFate: answerTo(register.commandId, undefined).body,
  };
}

function exampleOf(type: string): Command {
  const example = COMMAND_EXAMPLES.find(({ command }) => command.type === type);
  if (example === undefined) throw new Error(`there is no example of ${type}`);
  return example.command;
}

const PLACE = { partition: 3, offset: 41 };

function recordedAnswer(command: Command) {
  return answerTo(command.commandId, { kind: 'recorded', first: true, receipt: receiptOf(command) });
}

function receiptOf(command: Command): BudgetReceipt {
  const stream = streamOf(command);
  const event = eventOf(command);
  const refusal = refusalIn(event);
  return {
    commandId: command.commandId,
    eventId: eventIdOf({ stream, revision: 1 }),
    stream,
    revision: 1,
    ...PLACE,
    hash: hashOf(JSON.stringify(event)),
    ...(refusal === undefined ? {} : { refusal }),
  };
}

function trialOf(command: Command) {
  const event = eventOf(command);
  const head = { revision: 0, hash: hashOf('') };
  const after = evolve(emptyState, event);
  const rehearsed = {
    kind: 'rehearsed' as const,
    event,
    before: emptyState,
    after,
    revision: 0,
    head,
    position: PLACE,
  };
  return trialAnswer(command.commandId, trialOutcome(streamOf(command), rehearsed, roomForTrials()));
}

function eventOf(command: Command) {
  return decide(emptyState, command, { chart: chartOf([], hashOf('')) });
}
