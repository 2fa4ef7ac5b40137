import type { Command, LedgerEvent, LineDimensions } from '#domain';
import type { z } from 'zod';

import type { commandSchema } from './command-schema';
import type { eventSchema } from './event-schema';
import type { dimensionShape } from './line-schema';

/** A type written out, so that it does not matter whether it was put together from others or inherited. */
type Plain<T> = T extends object ? { [Key in keyof T]: Plain<T[Key]> } : T;
/** Two types are one where the compiler cannot tell apart what would follow from either; this is how it is asked. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

interface Named {
  type: string;
}
/** The names of what is another type here than there. */
type Differing<A extends Named, B extends Named> = {
  [Type in A['type'] | B['type']]: Equal<
    Plain<Extract<A, { type: Type }>>,
    Plain<Extract<B, { type: Type }>>
  > extends true
    ? never
    : Type;
}[A['type'] | B['type']];
type None<T extends never> = T;
type True<T extends true> = T;

type Read<T> = T extends unknown ? Omit<T, 'dryRun'> : never;

/**
 * What the schemas read is what the domain means: where a field is missing on either side, or is of another type there, this does not compile,
 * and the compiler names the event or the command. That a command is only to be tried is told beside it.
 */
export type SchemasSayWhatTheDomainSays = [
  None<Differing<z.output<typeof eventSchema>, LedgerEvent>>,
  None<Differing<Read<z.output<typeof commandSchema>>, Command>>,
  True<Equal<Plain<z.output<z.ZodObject<typeof dimensionShape>>>, Plain<LineDimensions>>>,
];
