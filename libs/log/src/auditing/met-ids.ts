/** The command ids that were met in a stream. */
export interface MetIds {
  /** Answers whether the id was new. */
  add(id: string): boolean;
}

export class ExactIds implements MetIds {
  private readonly ids = new Set<string>();

  add(id: string): boolean {
    const before = this.ids.size;
    return this.ids.add(id).size > before;
  }
}

const FIRST_SLOTS = 16;
/** Of FNV-1a, and a second pair of odd numbers; see http://www.isthe.com/chongo/tech/comp/fnv/. */
const BASES = [0x811c9dc5, 0x9e3779b1] as const;
const PRIMES = [0x01000193, 0x85ebca6b] as const;

/**
 * Knows ids by 64 bits of each, in a quarter of the memory of their texts. None that was met is ever called new; a new one is taken for
 * one that was met by chance once in some ten million streams of a million ids each, or by somebody's choice, and has to be asked again.
 */
export class DigestedIds implements MetIds {
  /** Two numbers a slot, from a place that the first one gives; zeros where it is free. */
  private slots = new Uint32Array(FIRST_SLOTS * 2);
  private count = 0;

  add(id: string): boolean {
    let a: number = BASES[0];
    let b: number = BASES[1];
    for (let at = 0; at < id.length; at += 1) {
      const code = id.charCodeAt(at);
      a = Math.imul(a ^ code, PRIMES[0]);
      b = Math.imul(b ^ code, PRIMES[1]);
      b ^= b >>> 15;
    }
    return this.insert(a >>> 0, b >>> 0 || 1);
  }

  private insert(a: number, b: number): boolean {
    const { slots } = this;
    const last = slots.length - 2;
    let at = (a * 2) & last;
    while (slots[at + 1] !== 0) {
      if (slots[at] === a && slots[at + 1] === b) return false;
      at = (at + 2) & last;
    }
    slots[at] = a;
    slots[at + 1] = b;
    this.count += 1;
    if (this.count * 4 > slots.length) this.grow();
    return true;
  }

  /** At most half of the slots are taken. */
  private grow(): void {
    const { slots } = this;
    this.slots = new Uint32Array(slots.length * 2);
    this.count = 0;
    for (let at = 0; at < slots.length; at += 2) {
      if (slots[at + 1] !== 0) this.insert(slots[at] as number, slots[at + 1] as number);
    }
  }
}
