import { type Problem, problemOf } from '@budget-ledger/client';
import { useEffect, useRef, useState } from 'preact/hooks';

import { type Read, read, useRead } from '../api/use-read';

/** A list that comes page by page: what has come so far, and how to have more. */
export interface Pages<T> {
  first: Read<T>;
  all: T[];
  /** Absent where there is no more. */
  more: (() => void) | undefined;
  isLoadingMore: boolean;
  /** Why the next page did not come; it may be asked for again. */
  problem: Problem | undefined;
}

/** What has come behind the first page that it belongs to. */
interface Later<T> {
  behind: T | undefined;
  pages: T[];
  isLoading: boolean;
  problem?: Problem;
}

/**
 * Reads a list whose answers name the `next` page, which is asked for by the word `cursor` of the query; all pages are of the state of
 * the first one, so that a first page that is read anew leaves none of the later ones.
 */
export function usePages<T extends { next?: string | number | undefined }>(
  address: string | undefined,
  version?: unknown,
  cursor = 'cursor',
): Pages<T> {
  const first = useRead<T>(address, version);
  const [state, setState] = useState<Later<T>>({ behind: undefined, pages: [], isLoading: false });
  const newest = useRef(first.data);
  newest.current = first.data;
  useEffect(() => setState({ behind: first.data, pages: [], isLoading: false }), [first.data]);
  const later = state.behind === first.data ? state : { pages: [], isLoading: false, problem: undefined };
  const all = first.data === undefined ? [] : [first.data, ...later.pages];
  const next = all.at(-1)?.next;
  const more = async (at: string, behind: T | undefined): Promise<void> => {
    const isStill = (): boolean => newest.current === behind;
    setState({ behind, pages: later.pages, isLoading: true });
    try {
      const page = await read<T>(at);
      if (isStill()) setState({ behind, pages: [...later.pages, page], isLoading: false });
    } catch (error) {
      if (isStill()) setState({ behind, pages: later.pages, isLoading: false, problem: problemOf(error) });
    }
  };
  const join = address?.includes('?') ? '&' : '?';
  const at = `${address ?? ''}${join}${cursor}=${encodeURIComponent(next ?? '')}`;
  return {
    first,
    all,
    more: next === undefined || later.isLoading ? undefined : () => void more(at, first.data),
    isLoadingMore: later.isLoading,
    problem: later.problem,
  };
}
