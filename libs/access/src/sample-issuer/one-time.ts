import { randomBytes } from 'node:crypto';

/** So many wait at a time; whoever asks without end pushes out what waits longest, and fills nothing. */
const MOST = 1_000;

/** What is fetched once at most, and soon, by a name that nobody can guess. */
export class OneTime<Value> {
  private readonly kept = new Map<string, { value: Value; until: number }>();

  constructor(
    private readonly lifeMs: number,
    private readonly now: () => number = Date.now,
  ) {}

  keep(value: Value): string {
    const [oldest] = this.kept.keys();
    if (this.kept.size >= MOST && oldest !== undefined) this.kept.delete(oldest);
    const name = randomBytes(32).toString('base64url');
    this.kept.set(name, { value, until: this.now() + this.lifeMs });
    return name;
  }

  take(name: string): Value | undefined {
    const found = this.kept.get(name);
    this.kept.delete(name);
    return found === undefined || found.until < this.now() ? undefined : found.value;
  }
}
