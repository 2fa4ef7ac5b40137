import { Problem } from '#platform';

import type { SubscriptionLimits } from './limits';

/** How many subscriptions there may be, in all, by one client address and by one actor. A place is taken before anything is read for it. */
export class Room {
  private taken = 0;
  private readonly byHolder = new Map<string, number>();

  constructor(private readonly limits: Pick<SubscriptionLimits, 'mostSubscribers' | 'mostByAddress' | 'mostByActor'>) {}

  /** Takes a place and returns what gives it back. Throws a problem where there is none. */
  take(address: string, actor: string): () => void {
    const { mostSubscribers, mostByAddress, mostByActor } = this.limits;
    if (this.taken >= mostSubscribers)
      throw new Problem('overloaded', inAll(mostSubscribers), { limit: mostSubscribers });
    const [here, own] = [this.heldBy(`@${address}`), this.heldBy(actor)];
    if (here >= mostByAddress)
      throw new Problem('too-many-subscriptions', ofAddress(address, here), { address, limit: here });
    if (own >= mostByActor) throw new Problem('too-many-subscriptions', ofActor(own), { limit: own });
    this.taken += 1;
    this.change(`@${address}`, 1);
    this.change(actor, 1);
    return () => {
      this.taken -= 1;
      this.change(`@${address}`, -1);
      this.change(actor, -1);
    };
  }

  private heldBy(holder: string): number {
    return this.byHolder.get(holder) ?? 0;
  }

  private change(holder: string, by: number): void {
    const held = this.heldBy(holder) + by;
    if (held === 0) this.byHolder.delete(holder);
    else this.byHolder.set(holder, held);
  }
}

function inAll(limit: number): { zh: string; en: string } {
  return { zh: `订阅总数已达上限 ${limit}；请稍后重试。`, en: `There are ${limit} subscriptions, which is the limit.` };
}

function ofActor(limit: number): { zh: string; en: string } {
  return {
    zh: `您的订阅已达上限 ${limit}；请先关闭其中一些。`,
    en: `You hold ${limit} subscriptions, which is the limit of one actor; close some first.`,
  };
}

function ofAddress(address: string, limit: number): { zh: string; en: string } {
  return {
    zh: `地址 ${address} 的订阅已达上限 ${limit}；请先关闭其中一些。`,
    en: `${address} holds ${limit} subscriptions, which is the limit of one address; close some first.`,
  };
}
