import type { Config } from '#platform';

import type { SubscriptionLimits } from './subscriptions/limits';

export const OPTIONS = Symbol('query options');
export const READ_MODELS = Symbol('versions of the read model');
export const CHART = Symbol('chart of accounts');

export interface QueryOptions {
  config: Config;
  /** How long a read waits for `Ledger-Min-Position` before it is answered 409. */
  positionTimeoutMs?: number;
  /** How long a read waits for left-out history to be read from the log before it is answered 503. */
  historyTimeoutMs?: number;
  subscriptions?: Partial<SubscriptionLimits>;
}
