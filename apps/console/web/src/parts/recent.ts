/** What was lately opened in this browser, the newest first. */
interface Recent {
  path: string;
  name: string;
}

const KEPT = 'console-recent';
const MOST = 8;
/** What says nothing of anybody. */
const LASTING = ['console-language'];

export function recentPlaces(): Recent[] {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? '[]') as unknown;
    return Array.isArray(kept) ? (kept as Recent[]).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

export function keepRecent(path: string, name: string): void {
  const others = recentPlaces().filter((each) => each.path !== path);
  localStorage.setItem(KEPT, JSON.stringify([{ path, name }, ...others].slice(0, MOST)));
}

/** Somebody else may sign in at the same machine: what was opened, typed and recorded here is not theirs to see. */
export function forgetRecent(): void {
  sessionStorage.clear();
  for (const key of Object.keys(localStorage)) if (!LASTING.includes(key)) localStorage.removeItem(key);
}
