import { useEffect, useState } from 'preact/hooks';

import { type Read, read, useRead } from '../api/use-read';

/** A list that comes page by page: what has come so far, and how to have more. */
export interface Pages<T> {
  first: Read<T>;
  all: T[];
  more: (() => void) | undefined;
}

/** Reads a list whose answers name the `next` page; all pages are of the state of the first one. */
export function usePages<T extends { next?: string | undefined }>(
  address: string,
  subject = address,
  version?: unknown,
): Pages<T> {
  const first = useRead<T>(address, subject, version);
  const [later, setLater] = useState<T[]>([]);
  useEffect(() => setLater([]), [first.data]);
  const all = first.data === undefined ? [] : [first.data, ...later];
  const next = all.at(-1)?.next;
  const more = async (cursor: string): Promise<void> => {
    const join = address.includes('?') ? '&' : '?';
    const page = await read<T>(`${address}${join}cursor=${encodeURIComponent(cursor)}`);
    setLater((pages) => [...pages, page]);
  };
  return { first, all, more: next === undefined ? undefined : () => void more(next) };
}
