import type { CommandAnswer } from './command-answer';
import { DERIVED_ID, type FactsCommand } from './facts-file';

/** The most numbers of one document that are looked for. */
const MOST_NUMBERS = 100;

/**
 * A refusal keeps its id for ever, so what was refused goes out under the id's next number: `import-….2`, whether its rows were mended or the
 * cause lay outside the file. The numbers are tried in order, so that a second import of the same file finds the same answers; what is
 * recorded under one of them ends the search, and so does a refusal that is new.
 */
export async function postNumbered(
  post: (inputs: FactsCommand['input'][]) => Promise<CommandAnswer[]>,
  commands: readonly FactsCommand[],
): Promise<CommandAnswer[]> {
  const answers = await post(commands.map(({ input }) => input));
  for (let number = 2; number <= MOST_NUMBERS; number += 1) {
    const again = commands.flatMap(({ input }, index) =>
      wasRefusedBefore(input, answers[index]) ? [{ input, index }] : [],
    );
    if (again.length === 0) break;
    const numbered = again.map(({ input }) => ({ ...input, commandId: `${input.commandId}.${number}` }));
    const given = await post(numbered);
    again.forEach(({ index }, place) => (answers[index] = given[place] as CommandAnswer));
  }
  return answers;
}

/** Only ids that were derived from rows are numbered; whoever chose an id must choose the next one as well. */
function wasRefusedBefore({ commandId }: FactsCommand['input'], answer: CommandAnswer | undefined): boolean {
  if (!commandId.startsWith(DERIVED_ID)) return false;
  if (answer?.status === 422) return answer.repeated === true;
  const { firstUse } = (answer?.body ?? {}) as { firstUse?: { refused?: boolean } };
  return answer?.status === 409 && firstUse?.refused === true;
}
