/** What was lately opened in this browser, the newest first. */
interface Recent {
  path: string;
  name: string;
}

const KEPT = 'console-recent';
const MOST = 8;

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

/** Somebody else may sign in at the same machine. */
export function forgetRecent(): void {
  localStorage.removeItem(KEPT);
}
