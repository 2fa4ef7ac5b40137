import { useEffect } from 'preact/hooks';

import { COMMON } from '../words/common';
import { useWords } from '../words/language';

/** What the page is called in tabs, lists of what was visited, and to who hears it open. */
export function useTitle(title: string): void {
  const { product } = useWords(COMMON);
  const whole = title === '' ? product : `${title} · ${product}`;
  useEffect(() => {
    document.title = whole;
  }, [whole]);
}
