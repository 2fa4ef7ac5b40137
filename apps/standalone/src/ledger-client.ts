import { setTimeout as delay } from 'node:timers/promises';

import { pauses } from '#basics';
import { type CommandAnswer, handOver, type Poster } from '#imports';

/** The ledger could not be reached, or did not answer as a ledger does. */
export class LedgerUnreachable extends Error {
  override readonly name = 'LedgerUnreachable';
}

const TRIES = 8;
/** Between tries to reach the service. */
const PAUSES_MS = { first: 100, most: 6_400 };

/** A ledger's HTTP interface. Every post may be repeated, because ids make it happen once. */
export class LedgerClient implements Poster {
  constructor(
    private readonly url: string,
    private readonly token?: string,
  ) {}

  /** Posts up to 1,000 commands and answers each, in order; those that may still come to something are posted again. */
  async post(commands: readonly unknown[]): Promise<CommandAnswer[]> {
    return this.postAll(commands, {});
  }

  /** Tells what would become of commands, each decided against what those before it would leave. Nothing is written. */
  async try(commands: readonly unknown[]): Promise<CommandAnswer[]> {
    return this.postAll(commands, { dryRun: true });
  }

  private async postAll(commands: readonly unknown[], { dryRun }: { dryRun?: true }): Promise<CommandAnswer[]> {
    return handOver(commands, dryRun === true, async (open) => {
      const body = { commands: open, ...(dryRun === undefined ? {} : { dryRun }) };
      const { answers } = (await this.request('v1/commands/batch', body)) as { answers: CommandAnswer[] };
      return answers;
    });
  }

  async get(path: string, minPosition?: string): Promise<unknown> {
    return this.request(path, undefined, minPosition === undefined ? {} : { 'ledger-min-position': minPosition });
  }

  private async request(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<unknown> {
    const response = await this.reach(path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = objectIn(await response.text());
    if (!response.ok) {
      const why = typeof answer?.['detail'] === 'string' ? answer['detail'] : response.statusText;
      throw new LedgerUnreachable(`${path}: ${response.status} ${why}`);
    }
    // A proxy's page, or some other program's answer.
    if (answer === undefined) throw new LedgerUnreachable(`${path}: what answered at ${this.url} is no ledger.`);
    return answer;
  }

  private async reach(path: string, init: RequestInit): Promise<Response> {
    const nextPause = pauses(PAUSES_MS);
    for (let attempt = 1; ; attempt += 1) {
      try {
        const response = await fetch(new URL(path, `${this.url}/`), init);
        // 503 passes by itself, and so does 409 on a read, which only says that the read model is not there yet.
        const passes = response.status === 503 || (response.status === 409 && init.method === 'GET');
        if (!passes || attempt === TRIES) return response;
      } catch (error) {
        const why = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
        if (attempt === TRIES)
          throw new LedgerUnreachable(`No ledger answered at ${this.url} (${why}): is it running?`);
      }
      await delay(nextPause());
    }
  }
}

/** The JSON object that an answer holds, where it holds one. */
function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
