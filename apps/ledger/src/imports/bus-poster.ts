import { inTurns } from '#basics';
import { type CommandAnswer, handOver, mayStillChange, type Poster } from '#imports';
import { Problem } from '#platform';
import type { CommandBus } from '@nestjs/cqrs';

import type { Answer } from '../answer';
import type { Caller } from '../caller';
import { SubmitCommand, TryCommands } from '../submit-command';

/** All that a file touches is told; it has no more lines than a file has rows. */
const ROOM = { left: 100_000, most: 5_000 };

/** The same way in as for commands one by one: who may not post them by hand may not by file. */
export function busPoster(bus: CommandBus, caller: Caller): Poster {
  return {
    post: (commands) =>
      handOver(commands, false, async (open) =>
        (await inTurns(open, (input) => bus.execute(new SubmitCommand(input, caller)))).map(asAnswer),
      ),
    try: (commands) => tryByStream(bus, caller, commands),
  };
}

/** Commands of one stream stand on each other, whatever their number; those of others do not, and need not be held together. */
async function tryByStream(bus: CommandBus, caller: Caller, commands: readonly unknown[]): Promise<CommandAnswer[]> {
  const streams = new Map<string, number[]>();
  for (const [index, command] of commands.entries()) {
    const { division, department } = command as Record<string, unknown>;
    const stream = `${String(division)}/${String(department)}`;
    const members = streams.get(stream);
    if (members === undefined) streams.set(stream, [index]);
    else members.push(index);
  }
  const answers: CommandAnswer[] = [];
  const room = { ...ROOM };
  for (const members of streams.values()) {
    const inputs = members.map((index) => commands[index]);
    const given = await bus.execute(new TryCommands(inputs, caller, 'post', room));
    members.forEach((index, place) => {
      const answer = asAnswer(given[place]);
      // What is not known yet is no fault of the file.
      if (mayStillChange(answer)) throw new Problem('unavailable');
      answers[index] = answer;
    });
  }
  return answers;
}

function asAnswer(answer: Answer | undefined): CommandAnswer {
  if (answer === undefined) throw new Problem('unavailable');
  const { status, body, repeated } = answer;
  return { status, body: { ...body }, ...(repeated === undefined ? {} : { repeated }) };
}
