import { useMemo } from 'preact/hooks';

import { Chart } from '../../parts/chart';
import { colour } from '../../parts/colour';
import { useDark, useNarrow } from '../../parts/use-media';
import { useWords } from '../../words/language';
import { chartLooks } from './chart-looks';
import { axisStart, type Bar } from './waterfall';
import { COMPARISON_WORDS } from './words';

interface WaterfallProps {
  bars: readonly Bar[];
  label: string;
  hint: string;
  file: string;
  onPick: (key: string) => void;
}

/** From one year's total to the other's, change by change: more is blue, less is vermilion, the two ends are grey. */
export function WaterfallChart({ bars, label, hint, file, onPick }: WaterfallProps) {
  const own = useWords(COMPARISON_WORDS);
  const start = axisStart(bars);
  const isNarrow = useNarrow();
  const isDark = useDark();
  const options = useMemo(() => optionsOf(bars, start, isNarrow), [bars, start, isNarrow, isDark]);
  return (
    <>
      {start > 0 && <p class="small muted">{own.axis(String(start))}</p>}
      <Chart
        options={options}
        label={label}
        hint={hint}
        height={isNarrow ? 60 + bars.length * 44 : 320}
        file={file}
        onPick={(index) => onPick(bars[index]?.key ?? '')}
      />
    </>
  );
}

/** Names do not stand beside each other on a narrow page, so there the bars lie and their names stand at the side. */
function optionsOf(bars: readonly Bar[], start: number, isLying: boolean): Record<string, unknown> {
  const { base, text, ...looks } = chartLooks();
  const fill = { '-1': colour('--less'), 0: colour('--ink-3'), 1: colour('--more') } as const;
  const names = {
    ...looks.names,
    data: bars.map(({ name }) => name),
    inverse: isLying,
    axisLabel: { interval: 0, width: 84, overflow: 'break', lineHeight: 15, ...text },
  };
  const amounts = { ...looks.amounts, min: start, splitNumber: isLying ? 3 : 5 };
  return {
    ...base,
    grid: { left: 8, right: isLying ? 52 : 8, top: isLying ? 4 : 28, bottom: 8, containLabel: true },
    xAxis: isLying ? amounts : names,
    yAxis: isLying ? names : amounts,
    series: [
      // Nothing is drawn of it; it lifts the bars above to where they begin.
      {
        type: 'bar',
        stack: 'all',
        silent: true,
        itemStyle: { color: 'transparent' },
        data: bars.map(({ from, to, direction }) => (direction === 0 ? start : Math.min(from, to))),
      },
      {
        type: 'bar',
        stack: 'all',
        barMaxWidth: 64,
        data: bars.map(({ from, to, direction }) => ({
          value: direction === 0 ? to - start : Math.abs(to - from),
          itemStyle: { color: fill[direction], borderRadius: 3 },
          label: { formatter: labelOf(from, to, direction) },
        })),
        label: { show: true, position: isLying ? 'right' : 'top', color: looks.ink, fontSize: 12 },
      },
    ],
  };
}

function labelOf(from: number, to: number, direction: Bar['direction']): string {
  const figure = (value: number) => value.toFixed(2);
  if (direction === 0) return figure(to);
  return `${direction > 0 ? '+' : '\u2212'}${figure(Math.abs(to - from))}`;
}
