import createClient, { type Client } from 'openapi-fetch';

import { post, type PostOptions } from './post';
import type { components, paths } from './schema';
import { subscribe, type Subscription, type SubscriptionFilter } from './subscribe';

export type Command = components['schemas']['Command'];
export type Receipt = components['schemas']['Receipt'];
export type Trial = components['schemas']['Trial'];

export interface ClientSettings {
  /** Where the services answer, such as `https://budget.example.gov`. */
  baseUrl: string;
  /** Given for each request anew, since tokens run out; absent where something before the services knows who asks. */
  token?: () => string | Promise<string>;
  /** Sent with every request. */
  headers?: Readonly<Record<string, string>>;
}

export interface LedgerClient {
  /** Every address of the interface with its types: `client.api.GET('/v1/units/{division}/{unit}', …)`. */
  api: Client<paths>;
  /** Posts a command until its outcome is known. The same id gives the same outcome, so nothing is recorded twice. */
  post: (command: Command, options?: PostOptions) => Promise<Receipt>;
  /** What a command would do; nothing is recorded. */
  tryOut: (command: Command, options?: PostOptions) => Promise<Trial>;
  /** Follows changes until the signal ends it; connections that break are made again behind the newest change that came. */
  subscribe: (filter: SubscriptionFilter, subscription: Subscription) => Promise<void>;
}

/** A client of one ledger. */
export function ledgerClient(settings: ClientSettings): LedgerClient {
  const { baseUrl } = settings;
  const send = async (address: string, init: RequestInit = {}): Promise<Response> =>
    fetch(new URL(address, baseUrl), { ...init, headers: await headersOf(settings, init.headers) });
  const api = createClient<paths>({
    baseUrl,
    fetch: async (request) => fetch(new Request(request, { headers: await headersOf(settings, request.headers) })),
  });
  return {
    api,
    post: (command, options) => post(send, '/v1/commands', command, options) as Promise<Receipt>,
    tryOut: (command, options) => post(send, '/v1/commands', { ...command, dryRun: true }, options) as Promise<Trial>,
    subscribe: (filter, subscription) => subscribe(send, filter, subscription),
  };
}

/** How requests are sent: with who asks, and to whom. */
export type Send = (address: string, init?: RequestInit) => Promise<Response>;

async function headersOf({ headers, token }: ClientSettings, own: HeadersInit | undefined): Promise<Headers> {
  const all = new Headers(own);
  for (const [name, value] of Object.entries(headers ?? {})) all.set(name, value);
  if (token !== undefined) all.set('authorization', `Bearer ${await token()}`);
  return all;
}
