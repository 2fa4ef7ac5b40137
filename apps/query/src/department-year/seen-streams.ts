import type { Scope } from '#access';
import { placeOfStream } from '#domain';
import type { Sees } from '#read-model';

/** Who sees one end of a transfer sees what that end has recorded of it, and nothing of the other's. */
export function seenBy(scope: Scope): Sees {
  return (stream, year) => scope.covers({ ...placeOfStream(stream), year });
}
