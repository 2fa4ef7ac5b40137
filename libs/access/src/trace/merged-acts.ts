import type { AccessRecord } from '#wire';

import type { Act, Attempt } from './access-trace';

export interface MergeLimits {
  /** What is the same within this time becomes one record. */
  windowMs: number;
  /** So many different ones are told apart at a time. */
  most: number;
  /** So many records come at once, and so many a second after that. */
  burst: number;
  perSecond: number;
}

type Merged = Omit<AccessRecord, 'service'>;
type Known = Merged & { key: string };

/**
 * Makes records of what was told. The first of its kind becomes one at once, what follows it within a minute becomes one with how often. There are
 * never more records than the limits say: beyond them it is only counted, by code and way, for whoever is refused must not be able to fill a
 * disk.
 */
export class MergedActs {
  private readonly seen = new Map<string, Known | undefined>();
  private readonly beyond = new Map<string, Merged>();
  private room: number;
  private lastMs: number;

  constructor(
    private readonly outcome: 'refused' | 'granted',
    private readonly limits: MergeLimits,
    nowMs: number,
  ) {
    this.room = limits.burst;
    this.lastMs = nowMs;
  }

  /** The record that is to be kept at once, where there is one. */
  add(act: Act | Attempt, nowMs: number): Merged | undefined {
    const record = this.recordOf(act, nowMs);
    const key = keyOf(record);
    if (this.seen.has(key)) {
      const before = this.seen.get(key);
      this.seen.set(key, { ...(before === undefined ? record : again(before, record)), key });
      return undefined;
    }
    if (this.seen.size < this.limits.most && this.hasRoom(nowMs)) {
      this.seen.set(key, undefined);
      return record;
    }
    this.count(record);
    return undefined;
  }

  /** At the end of a window: what was told since its beginning and has no record yet. */
  flush(nowMs: number): Merged[] {
    const records: Merged[] = [];
    for (const known of this.seen.values()) {
      if (known === undefined) continue;
      const { key: _, ...record } = known;
      if (this.hasRoom(nowMs)) records.push(record);
      else this.count(record);
    }
    // There are as few of these as there are codes and ways.
    for (const counted of this.beyond.values()) records.push(counted);
    this.seen.clear();
    this.beyond.clear();
    return records;
  }

  private recordOf(act: Act | Attempt, nowMs: number): Merged {
    const { way, actor, how, address, action, resource } = act;
    return {
      at: new Date(nowMs).toISOString(),
      times: 1,
      outcome: this.outcome,
      way,
      ...(actor === undefined ? {} : { actor }),
      ...(how === undefined ? {} : { how }),
      ...(address === undefined ? {} : { address: networkOf(address) }),
      action,
      ...(resource === undefined ? {} : { resource }),
      ...('code' in act ? { code: act.code } : {}),
    };
  }

  private count(record: Merged): void {
    const { actor: _, how: __, address: ___, resource: ____, ...counted } = record;
    const key = `${counted.way} ${counted.code ?? ''}`;
    const before = this.beyond.get(key);
    this.beyond.set(key, before === undefined ? { ...counted, action: 'any' } : again(before, record));
  }

  private hasRoom(nowMs: number): boolean {
    const { burst, perSecond } = this.limits;
    const passed = Math.max(0, nowMs - this.lastMs) / 1_000;
    this.room = Math.min(burst, this.room + passed * perSecond);
    this.lastMs = nowMs;
    if (this.room < 1) return false;
    this.room -= 1;
    return true;
  }
}

/** What is asked of is not part of it: who tries one thing after the other is one who tries. What was read is. */
function keyOf({ outcome, way, actor, address, action, resource, code }: Merged): string {
  return JSON.stringify([way, actor, address, action, code, outcome === 'granted' ? resource : undefined]);
}

function again<Each extends Merged>(before: Each, { at, until = at, times, resource }: Merged): Each {
  const last = before.resource === undefined || resource === undefined ? {} : { resource };
  return { ...before, ...last, until, times: before.times + times };
}

/** Whoever has an address of IPv6 has all of its network, and must not become as many. */
function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.replace(/%.*$/, '').toLowerCase().split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...new Array<string>(missing).fill('0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
