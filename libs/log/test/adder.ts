import type { Decider, LogPort, Submission } from '../src/ports';

export type Added = { type: string; data: { add: number } };

/** The smallest domain: every command is added. */
export const adder: Decider<number, { add: number }, Added> = {
  initial: 0,
  decide: (_, data) => ({ type: 'added.v1', data }),
  evolve: (sum, { data }) => sum + data.add,
  read: (record) => record as Added,
  refusalOf: () => undefined,
  isLarge: () => false,
};

/** A broker that takes everything and never answers. */
export const silentPort: LogPort = {
  append: () => new Promise(() => undefined),
  endOffset: () => new Promise(() => undefined),
  clock: () => ({ own: 0 }),
  elapsed: () => 0,
  delay: () => new Promise(() => undefined),
  nextTurn: () => Promise.resolve(),
  random: () => 0,
};

export function submissionOf(
  commandId: string,
  { add = 1, ...other }: { add?: number; commandHash?: string; expectedRevision?: number } = {},
): Submission<{ add: number }> {
  return { commandId, commandHash: 'x', command: { add }, actor: 'a', correlationId: commandId, ...other };
}
