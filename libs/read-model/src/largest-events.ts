import type { Fen } from '#domain';

import type { EventPlace } from './event-names';

/** An event with what it adds to something. */
export interface EventPart extends EventPlace {
  amountFen: Fen;
}

/** The events that add most to something, of as many as are told, and what all others come to. */
export class LargestEvents {
  private readonly parts: (EventPart & { size: Fen })[] = [];
  private count = 0;
  private sum = 0n;

  constructor(private readonly most: number) {}

  /** Of events of one size the one that was told first comes first. */
  add({ stream, revision }: EventPlace, amountFen: Fen): void {
    this.count += 1;
    this.sum += amountFen;
    const size = amountFen < 0n ? -amountFen : amountFen;
    let place = this.parts.length;
    while (place > 0 && (this.parts[place - 1]?.size ?? 0n) < size) place -= 1;
    if (place >= this.most) return;
    this.parts.splice(place, 0, { stream, revision, amountFen, size });
    if (this.parts.length > this.most) this.parts.pop();
  }

  get totalFen(): Fen {
    return this.sum;
  }

  get largest(): EventPart[] {
    return this.parts.map(({ stream, revision, amountFen }) => ({ stream, revision, amountFen }));
  }

  get others(): { count: number; amountFen: Fen } {
    const named = this.parts.reduce((sum, { amountFen }) => sum + amountFen, 0n);
    return { count: this.count - this.parts.length, amountFen: this.sum - named };
  }
}
