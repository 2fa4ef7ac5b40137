import { useMemo } from 'preact/hooks';

import { Chart } from '../../parts/chart';
import { colour } from '../../parts/colour';
import { fenOf, type MoneyUnit, asMoney } from '../../parts/money';
import { useDark, useNarrow } from '../../parts/use-media';
import type { ClassBar } from './bars';
import { chartLooks } from './chart-looks';

interface ClassChartProps {
  bars: readonly ClassBar[];
  /** What the two sides are called. */
  current: string;
  prior: string;
  label: string;
  hint: string;
  file: string;
  money: MoneyUnit;
  onPick: (key: string) => void;
}

/** Each class of both years as two bars that lie, since names are long; with the share of the year that is looked at. */
export function ClassChart({ bars, current, prior, label, hint, file, money, onPick }: ClassChartProps) {
  const isNarrow = useNarrow();
  const isDark = useDark();
  const options = useMemo(
    () => optionsOf({ bars, current, prior, isNarrow, money }),
    [bars, current, prior, isNarrow, isDark, money],
  );
  return (
    <Chart
      options={options}
      label={label}
      hint={hint}
      height={48 + bars.length * 46}
      file={file}
      onPick={(index) => onPick(bars[index]?.key ?? '')}
    />
  );
}

interface Drawn extends Pick<ClassChartProps, 'bars' | 'current' | 'prior' | 'money'> {
  isNarrow: boolean;
}

function optionsOf({ bars, current, prior, isNarrow, money }: Drawn): Record<string, unknown> {
  const { base, text, amounts, names, legend, ink } = chartLooks();
  const label = { show: true, position: 'right', color: ink, fontSize: 12 } as const;
  const bar = (name: string, fill: string, side: 'currentYuan' | 'priorYuan') => ({
    type: 'bar',
    name,
    barMaxWidth: 15,
    itemStyle: { color: colour(fill), borderRadius: 3 },
    data: bars.map((one) => {
      const amount = one[side];
      if (amount === undefined) return { value: null };
      const share = side === 'currentYuan' && one.share !== undefined && !isNarrow ? `  ${one.share}` : '';
      return {
        // In 万元 for drawing alone.
        value: Number(fenOf(amount)) / 1_000_000,
        label: { formatter: `${asMoney(amount, money)}${share}` },
      };
    }),
    label,
  });
  return {
    ...base,
    legend: { ...legend, data: [current, prior] },
    grid: { left: 8, right: isNarrow ? 74 : 150, top: 34, bottom: 4, containLabel: true },
    xAxis: { ...amounts, splitNumber: isNarrow ? 2 : 5, axisLabel: { ...text, show: false } },
    yAxis: {
      ...names,
      data: bars.map(({ name }) => name),
      inverse: true,
      axisLabel: { ...text, interval: 0, width: isNarrow ? 92 : 190, overflow: 'break', lineHeight: 15 },
    },
    series: [bar(current, '--bar-1', 'currentYuan'), bar(prior, '--bar-2', 'priorYuan')],
  };
}
