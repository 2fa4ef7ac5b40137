import { fenOf, yuanOf } from '../../parts/money';
import type { ComparedRow, DimensionComparison } from './answers';
import type { Measure } from '../../parts/choices';

/** A class of both years, in yuan; a side is undefined where nothing is known of it, which is not zero. */
export interface ClassBar {
  key: string;
  name: string;
  currentYuan: string | undefined;
  priorYuan: string | undefined;
  share: string | undefined;
}

/** What stands on one side alone: the units that are new, and those that have ended. */
export function besideComparable(
  { total, comparable }: Pick<DimensionComparison, 'total' | 'comparable'>,
  measure: Measure,
): { newYuan: string; endedYuan: string } {
  const [all, both] = [total.measures[measure], comparable.measures[measure]];
  const difference = (whole: string | null, part: string | null): string =>
    yuanOf(fenOf(whole ?? '0') - fenOf(part ?? '0'));
  return {
    newYuan: difference(all.currentYuan, both.currentYuan),
    endedYuan: difference(all.priorYuan, both.priorYuan),
  };
}

/**
 * The largest classes by themselves and the others as one, so that what is drawn adds up to either total whatever is left out of sight and
 * whichever rows are not here yet.
 */
export function largestBars(
  comparison: Pick<DimensionComparison, 'total'>,
  rows: readonly ComparedRow[],
  measure: Measure,
  most: number,
  others: string,
): ClassBar[] {
  const bars = rows
    .map(({ key, name, measures }) => barOf(key, name, measures[measure]))
    .filter((bar) => sizeOf(bar) > 0n);
  const bySize = [...bars].sort((a, b) => (sizeOf(a) < sizeOf(b) ? 1 : -1));
  const kept = new Set(bySize.slice(0, bars.length > most ? most - 1 : most));
  const shown = bars.filter((bar) => kept.has(bar));
  const total = comparison.total.measures[measure];
  const rest = (whole: string | null, side: 'currentYuan' | 'priorYuan'): string | undefined =>
    whole === null ? undefined : yuanOf(shown.reduce((left, bar) => left - fenOf(bar[side] ?? '0'), fenOf(whole)));
  const other: ClassBar = {
    key: '',
    name: others,
    currentYuan: rest(total.currentYuan, 'currentYuan'),
    priorYuan: rest(total.priorYuan, 'priorYuan'),
    share: undefined,
  };
  return sizeOf(other) === 0n ? shown : [...shown, other];
}

function barOf(
  key: string,
  name: string,
  { currentYuan, priorYuan, share }: ComparedRow['measures'][Measure],
): ClassBar {
  return {
    key,
    name,
    currentYuan: currentYuan ?? undefined,
    priorYuan: priorYuan ?? undefined,
    share: share ?? undefined,
  };
}

function sizeOf({ currentYuan = '0', priorYuan = '0' }: ClassBar): bigint {
  const [now, before] = [fenOf(currentYuan), fenOf(priorYuan)].map((fen) => (fen < 0n ? -fen : fen)) as [
    bigint,
    bigint,
  ];
  return now > before ? now : before;
}
