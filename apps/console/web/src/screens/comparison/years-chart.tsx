import { useMemo } from 'preact/hooks';

import { Chart } from '../../parts/chart';
import { colour } from '../../parts/colour';
import { asMoney, fenOf, type MoneyUnit } from '../../parts/money';
import { useDark, useNarrow } from '../../parts/use-media';
import { chartLooks } from './chart-looks';

/** A measure through the years: undefined where a year may be read only in part. */
interface YearLine {
  name: string;
  amountsYuan: (string | undefined)[];
}

interface YearsChartProps {
  years: readonly string[];
  lines: readonly YearLine[];
  money: MoneyUnit;
  label: string;
  hint: string;
  file: string;
  onPick: (index: number) => void;
}

/** Told apart by their marks and strokes as well as by colour; a dashed one is seen above another that runs as it does. */
const STROKES = [
  { fill: '--bar-1', type: 'solid', symbol: 'circle' },
  { fill: '--ink-3', type: 'dashed', symbol: 'rect' },
  { fill: '--history-line', type: 'solid', symbol: 'triangle' },
] as const;

/** All years of a place as lines, one for each measure; a point leads to its year. */
export function YearsChart({ years, lines, money, label, hint, file, onPick }: YearsChartProps) {
  const isNarrow = useNarrow();
  const isDark = useDark();
  const options = useMemo(() => optionsOf(years, lines, money, isNarrow), [years, lines, money, isNarrow, isDark]);
  return (
    <Chart options={options} label={label} hint={hint} height={isNarrow ? 260 : 340} file={file} onPick={onPick} />
  );
}

function optionsOf(
  years: readonly string[],
  lines: readonly YearLine[],
  money: MoneyUnit,
  isNarrow: boolean,
): Record<string, unknown> {
  const { base, text, amounts, names, legend } = chartLooks();
  return {
    ...base,
    legend: { ...legend, data: lines.map(({ name }) => name) },
    grid: { left: 8, right: 30, top: 44, bottom: 4, containLabel: true },
    xAxis: { ...names, data: years, boundaryGap: true },
    yAxis: { ...amounts, splitNumber: isNarrow ? 3 : 5, axisLabel: text },
    series: lines.map(({ name, amountsYuan }, index) => {
      const { fill, type, symbol } = STROKES[index % STROKES.length] ?? STROKES[0];
      return {
        type: 'line',
        name,
        symbol,
        symbolSize: type === 'dashed' ? 7 : 10,
        lineStyle: { width: type === 'dashed' ? 2 : 3, type },
        itemStyle: { color: colour(fill) },
        label: { show: !isNarrow || years.length < 4, position: 'top', color: colour('--ink-2'), fontSize: 11.5 },
        labelLayout: { hideOverlap: true, moveOverlap: 'shiftY' },
        data: amountsYuan.map((amount) =>
          amount === undefined
            ? { value: null }
            : { value: Number(fenOf(amount)) / 1_000_000, label: { formatter: asMoney(amount, money) } },
        ),
      };
    }),
  };
}
