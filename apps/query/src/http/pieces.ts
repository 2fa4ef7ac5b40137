import { Readable } from 'node:stream';

import { Turns } from '#basics';

/** A body as it is made, in pieces, so that a large one never stands in memory as a whole. */
export type Pieces = Iterable<string>;

export function asPieces(body: string | Pieces): Pieces {
  return typeof body === 'string' ? [body] : body;
}

/** Shorter bodies are sent whole, with their length. */
const WHOLE_CHARACTERS = 256 * 1024;
/** About as much as a socket takes at once. */
const PIECE_CHARACTERS = 64 * 1024;

/**
 * A body as it is sent: in one where it is short, else as a stream that makes the next piece when its reader has taken the last one, and
 * gives way in between. What fails in the middle breaks the connection, so that nobody takes the part for the whole.
 */
export async function bodyOf(pieces: Pieces): Promise<string | Readable> {
  const turns = new Turns();
  const made = pieces[Symbol.iterator]();
  let begun = '';
  while (begun.length <= WHOLE_CHARACTERS) {
    const next = made.next();
    if (next.done === true) return begun;
    begun += next.value;
    await turns.next();
  }
  return Readable.from(goOn(begun, made), { objectMode: false, highWaterMark: PIECE_CHARACTERS });
}

async function* goOn(begun: string, made: Iterator<string>): AsyncGenerator<Buffer> {
  const turns = new Turns();
  let piece = begun;
  for (let next = made.next(); next.done !== true; next = made.next()) {
    if (piece.length >= PIECE_CHARACTERS) {
      yield Buffer.from(piece);
      piece = '';
    }
    piece += next.value;
    await turns.next();
  }
  yield Buffer.from(piece);
}

/** Lists are written item by item down to this depth; below it one item is written at once. */
const WRITTEN_BY_ITEM = 4;

/** What JSON.stringify writes of the same value. */
export function* jsonPieces(value: unknown, depth = WRITTEN_BY_ITEM): Generator<string> {
  if (depth > 0 && Array.isArray(value) && typeof value[0] === 'object') {
    let before = '[';
    for (const item of value as unknown[]) {
      yield before;
      yield* jsonPieces(item ?? null, depth - 1);
      before = ',';
    }
    yield ']';
  } else if (depth > 0 && isPlainObject(value) && holdsLists(value)) {
    let before = '{';
    for (const [name, field] of Object.entries(value)) {
      if (field === undefined) continue;
      yield `${before}${JSON.stringify(name)}:`;
      yield* jsonPieces(field, depth - 1);
      before = ',';
    }
    yield before === '{' ? '{}' : '}';
  } else yield JSON.stringify(value);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Only what holds a list can be long. */
function holdsLists(value: Record<string, unknown>): boolean {
  return Object.values(value).some((field) => Array.isArray(field) || isPlainObject(field));
}
