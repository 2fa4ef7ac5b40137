import type { Principal } from './principal';

/** A caller whose signature was checked, and how long that counts. */
export interface Checked {
  principal: Principal;
  /** The token ends then, in milliseconds of the clock. */
  endsAt: number;
  /** Whether the keys that it was checked by are still those that count. Throws where nobody can say so at present. */
  stillCounts: () => boolean | Promise<boolean>;
}

/** What a token may hold stays in memory meanwhile, so that there are not many. */
const MOST = 1_000;

/**
 * Callers of the last signed tokens, by the hash of each: to check a signature takes a hundred microseconds, and a system sends the same token
 * with thousands of commands. Nothing is taken here that would not be taken if it were checked again.
 */
export class RecentCallers {
  private readonly kept = new Map<string, Checked>();

  constructor(
    private readonly most = MOST,
    private readonly now: () => number = Date.now,
  ) {}

  async of(digest: string): Promise<Principal | undefined> {
    const found = this.kept.get(digest);
    if (found === undefined) return undefined;
    if (this.now() < found.endsAt && (await found.stillCounts())) return found.principal;
    this.kept.delete(digest);
    return undefined;
  }

  keep(digest: string, checked: Checked): void {
    // Who was checked first is checked again first.
    const [oldest] = this.kept.keys();
    if (this.kept.size >= this.most && oldest !== undefined) this.kept.delete(oldest);
    this.kept.set(digest, checked);
  }
}
