import { Readiness } from '#platform';
import { Inject, Injectable } from '@nestjs/common';

import { type ConsoleSettings, SETTINGS } from '../configuration';

const ANSWERED_WITHIN_MS = 4_000;
/** However many browsers look, the services are asked so often at most. */
const FRESH_MS = 2_000;

/** A process as it says itself, or why it says nothing. Where it stands is nothing for a browser. */
export interface ServiceHealth {
  /** What it is for; one process may be several. */
  roles: string[];
  state: 'ready' | 'not-ready' | 'unreachable';
  /** What each of its parts says. */
  parts: Record<string, string>;
  trouble?: string;
}

/** The readiness of the services behind the console, and its own. */
@Injectable()
export class Services {
  private looked: { at: number; health: Promise<ServiceHealth[]> } | undefined;

  constructor(
    @Inject(SETTINGS) private readonly settings: ConsoleSettings,
    private readonly readiness: Readiness,
  ) {}

  health(): Promise<ServiceHealth[]> {
    if (this.looked === undefined || Date.now() - this.looked.at > FRESH_MS)
      this.looked = { at: Date.now(), health: this.look() };
    return this.looked.health;
  }

  private async look(): Promise<ServiceHealth[]> {
    const { ledgerUrl, queryUrl, projectorUrl } = this.settings;
    const roles = new Map<string, string[]>();
    for (const [role, url] of Object.entries({ ledger: ledgerUrl, query: queryUrl, projector: projectorUrl }))
      if (url !== undefined) roles.set(url, [...(roles.get(url) ?? []), role]);
    const { ready, parts } = await this.readiness.report();
    // What it says of the others names their addresses, and they are asked themselves.
    const { ledger: _ledger, query: _query, ...besides } = parts;
    const own: ServiceHealth = { roles: ['console'], state: ready ? 'ready' : 'not-ready', parts: besides };
    return [...(await Promise.all([...roles].map(([url, of]) => healthOf(url, of)))), own];
  }
}

async function healthOf(url: string, roles: string[]): Promise<ServiceHealth> {
  try {
    const answer = await fetch(`${url}/health/ready`, {
      headers: { accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWERED_WITHIN_MS),
    });
    const { ready, parts } = (await answer.json()) as { ready?: unknown; parts?: unknown };
    if (typeof ready !== 'boolean' || typeof parts !== 'object' || parts === null) throw new Error('no such answer');
    return { roles, state: ready ? 'ready' : 'not-ready', parts: parts as Record<string, string> };
  } catch (error) {
    return { roles, state: 'unreachable', parts: {}, trouble: troubleOf(error) };
  }
}

/** By the code of the operating system where there is one: its sentence names the address. */
function troubleOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { code } = (error.cause ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : error.name;
}
