import { fenOf, yuanOf } from '../../parts/money';

/** One change between the two ends of a waterfall, in yuan. */
export interface Step {
  key: string;
  name: string;
  changeYuan: string;
}

/** A bar of the waterfall between two heights, in 万元 for drawing alone. */
export interface Bar {
  key: string;
  name: string;
  from: number;
  to: number;
  /** 0 at an end, which stands on the axis. */
  direction: -1 | 0 | 1;
}

const FEN_PER_WAN = 1_000_000;

/**
 * The largest changes by themselves and the others as one, so that what is drawn adds up from the prior to the current total
 * whatever is left out of sight.
 */
export function largestSteps(steps: readonly Step[], most: number, others: string): Step[] {
  const moving = steps.filter(({ changeYuan }) => fenOf(changeYuan) !== 0n);
  if (moving.length <= most) return moving;
  const bySize = [...moving].sort((a, b) => compare(sizeOf(b.changeYuan), sizeOf(a.changeYuan)));
  const kept = new Set(bySize.slice(0, most - 1).map(({ key }) => key));
  const rest = moving.filter(({ key }) => !kept.has(key));
  return [...moving.filter(({ key }) => kept.has(key)), { key: '', name: others, changeYuan: yuanOf(sumOf(rest)) }];
}

/** What rows that are not here yet change, as one step more, so that the chart adds up whatever is shown. */
export function withRest(steps: readonly Step[], changeYuan: string, others: string): Step[] {
  const rest = fenOf(changeYuan) - sumOf(steps);
  return rest === 0n ? [...steps] : [...steps, { key: '', name: others, changeYuan: yuanOf(rest) }];
}

/** The bars from one total to the other. */
export function barsOf(
  prior: { name: string; yuan: string },
  current: { name: string; yuan: string },
  steps: readonly Step[],
): Bar[] {
  let height = fenOf(prior.yuan);
  const bars: Bar[] = [{ key: 'prior', name: prior.name, from: 0, to: wan(height), direction: 0 }];
  for (const { key, name, changeYuan } of steps) {
    const next = height + fenOf(changeYuan);
    bars.push({ key, name, from: wan(height), to: wan(next), direction: next > height ? 1 : -1 });
    height = next;
  }
  bars.push({ key: 'current', name: current.name, from: 0, to: wan(fenOf(current.yuan)), direction: 0 });
  return bars;
}

/** Where the axis begins: so far below the lowest end of any bar that small changes beside a large total can be seen; zero otherwise. */
export function axisStart(bars: readonly Bar[]): number {
  const ends = bars.flatMap(({ from, to, direction }) => (direction === 0 ? [to] : [from, to]));
  const [least, most] = [ends.reduce((a, b) => Math.min(a, b), Infinity), ends.reduce((a, b) => Math.max(a, b), 0)];
  if (least <= 0 || most - least > least / 2) return 0;
  const step = 10 ** Math.floor(Math.log10(Math.max(most - least, 1)));
  return Math.max(Math.floor((least - (most - least) * 0.4) / step) * step, 0);
}

function sumOf(steps: readonly Step[]): bigint {
  return steps.reduce((sum, { changeYuan }) => sum + fenOf(changeYuan), 0n);
}

function wan(fen: bigint): number {
  return Number(fen) / FEN_PER_WAN;
}

function sizeOf(amountYuan: string): bigint {
  const fen = fenOf(amountYuan);
  return fen < 0n ? -fen : fen;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
