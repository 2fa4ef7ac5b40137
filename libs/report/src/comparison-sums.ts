import type { Fen, Line } from '#domain';

import type { MeasureRule } from './comparison-measures';
import { carriedOver, from, type LineFilter, nothing, ownYearFrom } from './line-filter';

/** What lines come to on both sides: of everybody, and of those alone whom both years know. */
export interface BothSums {
  all: { current: Fen; prior: Fen };
  comparable: { current: Fen; prior: Fen };
}

/** What the lines of both sides come to that a rule of the comparison takes, as they are added one by one. */
export class RuleSums {
  readonly own = noSums();
  /** Of a fund: all of its money, that which was carried over among it, and whether any of it was. */
  readonly whole = noSums();
  hasCarriedOver = false;
  /** Of a family: by class. */
  readonly classes = new Map<string, BothSums>();
  private readonly takesOwn: LineFilter;

  constructor(readonly rule: MeasureRule) {
    this.takesOwn = ownOf(rule);
  }

  add(line: Line, value: Fen, side: 'current' | 'prior', isCompared: boolean): void {
    const { rule } = this;
    if (rule.kind === 'classes') {
      if (rule.within(line)) addTo(this.ofClass(rule.classOf(line)), value, side, isCompared);
      return;
    }
    if (this.takesOwn(line)) addTo(this.own, value, side, isCompared);
    if (rule.kind !== 'fund' || !from(rule.source)(line)) return;
    addTo(this.whole, value, side, isCompared);
    this.hasCarriedOver ||= carriedOver(line);
  }

  private ofClass(code: string): BothSums {
    const known = this.classes.get(code);
    if (known !== undefined) return known;
    const sums = noSums();
    this.classes.set(code, sums);
    return sums;
  }
}

function ownOf(rule: MeasureRule): LineFilter {
  switch (rule.kind) {
    case 'named':
    case 'optional':
      return rule.takes;
    case 'fund':
      return ownYearFrom(rule.source);
    case 'classes':
      return nothing;
  }
}

function addTo({ all, comparable }: BothSums, value: Fen, side: 'current' | 'prior', isCompared: boolean): void {
  all[side] += value;
  if (isCompared) comparable[side] += value;
}

function noSums(): BothSums {
  return { all: { current: 0n, prior: 0n }, comparable: { current: 0n, prior: 0n } };
}
