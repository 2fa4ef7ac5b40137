import { parsePosition } from '#domain';

/** Where a page goes on: after a key, as of the position of the first page, so that all pages are of one state. */
export interface Cursor {
  position: string;
  after: string;
}

export function cursorText({ position, after }: Cursor): string {
  return Buffer.from(JSON.stringify([position, after])).toString('base64url');
}

/** Nothing where the text is none that cursorText wrote. */
export function cursorOf(text: string): Cursor | undefined {
  try {
    const read: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (!Array.isArray(read) || read.length !== 2) return undefined;
    const [position, after] = read as unknown[];
    if (typeof position !== 'string' || typeof after !== 'string' || parsePosition(position) === undefined)
      return undefined;
    // Keys of pages are compared in the database, which has no NUL in a text.
    if (!after.isWellFormed() || after.includes('\0')) return undefined;
    return { position, after };
  } catch {
    return undefined;
  }
}
