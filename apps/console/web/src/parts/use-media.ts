import { useEffect, useState } from 'preact/hooks';

/** Whether the page is narrow, as on a telephone. */
export function useNarrow(): boolean {
  return useMedia('(max-width: 700px)');
}

/** Whether the page is dark, as it never is on paper; what is drawn and not styled is drawn anew when it turns. */
export function useDark(): boolean {
  return useMedia('screen and (prefers-color-scheme: dark)');
}

function useMedia(condition: string): boolean {
  const [query] = useState(() => matchMedia(condition));
  const [matches, setMatches] = useState(query.matches);
  useEffect(() => {
    const changed = (): void => setMatches(query.matches);
    query.addEventListener('change', changed);
    return () => query.removeEventListener('change', changed);
  }, [query]);
  return matches;
}
