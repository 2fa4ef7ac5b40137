import type { Principal } from '#access';
import { Injectable } from '@nestjs/common';

import type { SubscriptionFilter } from './subscription-filter';

type Followed = Pick<SubscriptionFilter, 'division' | 'department' | 'unit' | 'year' | 'table'>;

interface Follower extends Followed {
  actor: string;
  by: Principal['identified']['by'];
  connections: number;
  since: string;
}

/** Who holds subscriptions of this process, and what they follow. */
@Injectable()
export class Followers {
  private readonly all = new Set<Follower>();

  /** Takes a subscription and returns what takes it out again. */
  add({ actor, identified: { by } }: Principal, filter: Followed): () => void {
    const { division, department, unit, year, table } = filter;
    const since = new Date().toISOString();
    const follower = { actor, by, connections: 1, since, division, department, unit, year, table };
    this.all.add(follower);
    return () => this.all.delete(follower);
  }

  /** Those of one actor that follow the same are told as one. */
  connected(): { connections: number; followers: Follower[] } {
    const groups = new Map<string, Follower>();
    for (const { connections, since, ...followed } of this.all) {
      const key = JSON.stringify(followed);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { ...followed, connections, since });
      else group.connections += 1;
    }
    return { connections: this.all.size, followers: [...groups.values()] };
  }
}
