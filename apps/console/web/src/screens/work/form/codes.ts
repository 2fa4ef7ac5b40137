import { useEffect, useState } from 'preact/hooks';

import { addressOf, read } from '../../../api/use-read';

/** A code of the chart with its name, as the search answers it. */
export interface Code {
  code: string;
  name: string;
}

interface SearchAnswer {
  hits: { code: string; name: string }[];
}

const WAIT_MS = 200;
const MOST = 40;
/** What was found stays known for the page's life: names of codes do not change under a reader. */
const KNOWN = { function: new Map<string, string>(), economic: new Map<string, string>() };

/** The codes that fit what is typed, looked up in the chart; what was found before is there at once. */
export function useCodes(kind: 'function' | 'economic', typed: string, division: string): Code[] {
  const [, setFound] = useState(0);
  const text = typed.trim();
  useEffect(() => {
    if (text === '' || KNOWN[kind].has(text)) return undefined;
    const aborter = new AbortController();
    const timer = setTimeout(() => {
      const address = addressOf('/v1/search', { q: text, kind, division, limit: MOST });
      read<SearchAnswer>(address, aborter.signal).then(
        ({ hits }) => {
          for (const { code, name } of hits) KNOWN[kind].set(code, name);
          setFound((count) => count + 1);
        },
        // Without the search a code is typed by heart, and the ledger says whether the chart has it.
        () => undefined,
      );
    }, WAIT_MS);
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [kind, text, division]);
  return [...KNOWN[kind]].map(([code, name]) => ({ code, name }));
}

export function nameOfCode(kind: 'function' | 'economic', code: string): string | undefined {
  return KNOWN[kind].get(code);
}
