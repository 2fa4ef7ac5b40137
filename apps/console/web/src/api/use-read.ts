import { type Problem, problemOf, problemOfAnswer } from '@budget-ledger/client';
import { useEffect, useRef, useState } from 'preact/hooks';

/** What stands behind a part of a page: the newest answer that came, and what is happening to it. */
export interface Read<T> {
  data: T | undefined;
  /** Why there is no newer answer. The last one that came stays in `data`, so that nothing vanishes. */
  problem: Problem | undefined;
  isLoading: boolean;
  again: () => void;
}

/**
 * Reads an address and reads it anew when it or `version` changes. While a new answer is awaited the one before stays, unless it
 * belongs to another subject: figures of one unit, or of one day, must never be seen under the name of another.
 */
export function useRead<T>(
  address: string | undefined,
  version?: unknown,
  subject: string | undefined = address,
): Read<T> {
  const [state, setState] = useState<{ subject?: string; data?: T; problem?: Problem; isLoading: boolean }>({
    isLoading: address !== undefined,
  });
  const [tries, setTries] = useState(0);
  const newest = useRef(0);
  useEffect(() => {
    if (address === undefined) {
      setState({ isLoading: false });
      return undefined;
    }
    const mine = ++newest.current;
    const aborter = new AbortController();
    setState((last) => (last.subject === subject ? { ...last, isLoading: true } : { isLoading: true }));
    void read<T>(address, aborter.signal).then(
      (data) => mine === newest.current && setState({ subject, data, isLoading: false }),
      (error: unknown) => {
        if (aborter.signal.aborted || mine !== newest.current) return;
        const problem = problemOf(error);
        setState((last) => ({ ...(last.subject === subject ? last : {}), subject, problem, isLoading: false }));
      },
    );
    return () => aborter.abort();
  }, [address, subject, version, tries]);
  const isOfSubject = state.subject === subject;
  return {
    data: isOfSubject ? state.data : undefined,
    problem: isOfSubject ? state.problem : undefined,
    isLoading: state.isLoading || !isOfSubject,
    again: () => setTries((count) => count + 1),
  };
}

/** The JSON of an address, or a throw of the problem that was answered instead. */
export async function read<T>(address: string, signal?: AbortSignal): Promise<T> {
  const answer = await fetch(address, { headers: { accept: 'application/json' }, ...(signal ? { signal } : {}) });
  if (!answer.ok) throw await problemOfAnswer(answer);
  return (await answer.json()) as T;
}

/** An address of the interface with the words of its query that are not empty. */
export function addressOf(path: string, query: Readonly<Record<string, string | number | undefined>> = {}): string {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '') words.set(name, String(value));
  const text = words.toString();
  return text === '' ? path : `${path}?${text}`;
}
