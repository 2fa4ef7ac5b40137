import { useEffect, useState } from 'preact/hooks';

/** How often it is looked again, by a page that somebody has before them. */
const EVERY_MS = 5_000;

/** Grows while the page is seen: what is read with it is read anew each time. */
export function useLooks(): number {
  const [looks, setLooks] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) setLooks((count) => count + 1);
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return looks;
}
