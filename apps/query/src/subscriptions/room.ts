import { Problem } from '#platform';

/** How many subscriptions there may be, in all and by one client address. A place is taken before anything is read for it. */
export class Room {
  private taken = 0;
  private readonly byAddress = new Map<string, number>();

  constructor(
    private readonly most: number,
    private readonly mostByAddress: number,
  ) {}

  /** Takes a place and returns what gives it back. Throws a problem where there is none. */
  take(address: string): () => void {
    const own = this.byAddress.get(address) ?? 0;
    if (this.taken >= this.most) throw new Problem('overloaded', inAll(this.most), { limit: this.most });
    if (own >= this.mostByAddress) {
      throw new Problem('too-many-subscriptions', ofAddress(address, own), { address, limit: own });
    }
    this.taken += 1;
    this.byAddress.set(address, own + 1);
    return () => this.giveBack(address);
  }

  private giveBack(address: string): void {
    this.taken -= 1;
    const own = (this.byAddress.get(address) ?? 1) - 1;
    if (own === 0) this.byAddress.delete(address);
    else this.byAddress.set(address, own);
  }
}

function inAll(limit: number): { zh: string; en: string } {
  return { zh: `订阅总数已达上限 ${limit}；请稍后重试。`, en: `There are ${limit} subscriptions, which is the limit.` };
}

function ofAddress(address: string, limit: number): { zh: string; en: string } {
  return {
    zh: `地址 ${address} 的订阅已达上限 ${limit}；请先关闭其中一些。`,
    en: `${address} holds ${limit} subscriptions, which is the limit of one address; close some first.`,
  };
}
