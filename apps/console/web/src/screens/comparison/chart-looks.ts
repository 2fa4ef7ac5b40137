import { colour } from '../../parts/colour';

/** How all charts of this page look: their text, their axes, and how they move. */
export function chartLooks() {
  const text = { color: colour('--ink-2'), fontFamily: getComputedStyle(document.body).fontFamily };
  const lines = { lineStyle: { color: colour('--line') } };
  return {
    text,
    lines,
    ink: colour('--ink'),
    base: { textStyle: text, animationDuration: 300, animationDurationUpdate: 300 },
    amounts: { type: 'value', splitLine: lines, axisLabel: text } as const,
    names: { type: 'category', axisLabel: text, axisLine: lines, axisTick: { show: false } } as const,
    legend: { top: 0, left: 0, itemWidth: 18, itemHeight: 10, textStyle: text },
  };
}
