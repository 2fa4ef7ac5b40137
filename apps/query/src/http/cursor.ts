import { parsePosition } from '#domain';

import { isUsable } from './usable';

/** How versions of the read model are called. */
const VERSION = /^[a-z0-9_]{1,40}$/;

/**
 * Where a page goes on: after a key, as of the position of the first page and in the version of the read model that it was read from, so
 * that all pages are of one state.
 */
export interface Cursor {
  position: string;
  after: string;
  /** Absent from cursors of programs that knew one version only. */
  readModel?: string;
}

export function cursorText({ position, after, readModel }: Cursor): string {
  return Buffer.from(JSON.stringify([position, after, readModel])).toString('base64url');
}

/** Nothing where the text is none that cursorText wrote. */
export function cursorOf(text: string): Cursor | undefined {
  try {
    const read: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (!Array.isArray(read) || read.length < 2 || read.length > 3) return undefined;
    const [position, after, readModel] = read as unknown[];
    if (typeof position !== 'string' || typeof after !== 'string' || parsePosition(position) === undefined)
      return undefined;
    if (readModel !== undefined && (typeof readModel !== 'string' || !VERSION.test(readModel))) return undefined;
    // Keys of pages are compared in the database, which has no NUL in a text.
    if (!isUsable(after)) return undefined;
    return { position, after, ...(readModel === undefined ? {} : { readModel }) };
  } catch {
    return undefined;
  }
}
