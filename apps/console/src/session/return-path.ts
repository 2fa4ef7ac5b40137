const HOME = '/';
const LONGEST = 2_000;

/**
 * Where somebody is led who has signed in: a path of this console, or home. What a browser would take for another host is none: it reads `\` as `/`,
 * leaves out tabs and line ends, and `//host` is an address without its scheme.
 */
export function returnPath(to: unknown): string {
  if (typeof to !== 'string' || to.length > LONGEST || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(to)) return HOME;
  const url = URL.canParse(to, 'http://console.invalid') ? new URL(to, 'http://console.invalid') : undefined;
  if (url?.origin !== 'http://console.invalid') return HOME;
  // Dot segments may leave two slashes at the beginning.
  const path = `${url.pathname}${url.search}${url.hash}`;
  return path.startsWith('//') || path.startsWith('/session/') ? HOME : path;
}
