import { useEffect, useState } from 'preact/hooks';

/** Where the reader is: the address bar holds all of it, so that a link shows a colleague the same. */
export interface Address {
  path: string;
  query: URLSearchParams;
}

const MOVED = 'console-moved';

export function currentAddress(): Address {
  return { path: location.pathname, query: new URLSearchParams(location.search) };
}

/** Goes to an address of the console without leaving the page. */
export function go(to: string, how: 'push' | 'replace' = 'push'): void {
  if (to === location.pathname + location.search) return;
  history[how === 'push' ? 'pushState' : 'replaceState'](undefined, '', to);
  dispatchEvent(new Event(MOVED));
}

/** The same place with some words of its query changed; undefined takes one away. */
export function withQuery(changes: Readonly<Record<string, string | undefined>>, at = currentAddress()): string {
  const query = new URLSearchParams(at.query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === '') query.delete(name);
    else query.set(name, value);
  }
  // What may stand in a query as it is need not look like something else.
  const text = query.toString().replaceAll('%3A', ':').replaceAll('%2F', '/').replaceAll('%2C', ',');
  return text === '' ? at.path : `${at.path}?${text}`;
}

export function useAddress(): Address {
  const [address, setAddress] = useState(currentAddress);
  useEffect(() => {
    const moved = (): void => setAddress(currentAddress());
    addEventListener(MOVED, moved);
    addEventListener('popstate', moved);
    return () => {
      removeEventListener(MOVED, moved);
      removeEventListener('popstate', moved);
    };
  }, []);
  return address;
}

/** Links of the console move within the page; with a modifier, or to another page, they are the browser's. */
export function followLinks(event: MouseEvent): void {
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  const link = (event.target as Element | null)?.closest('a');
  if (!isPlain || event.defaultPrevented || !link || link.origin !== location.origin) return;
  if (link.target !== '' || link.hasAttribute('download') || /^\/(v1|session)\b/.test(link.pathname)) return;
  event.preventDefault();
  const isOtherPage = link.pathname !== location.pathname;
  go(link.pathname + link.search);
  if (isOtherPage) scrollTo(0, 0);
}
