import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

import { colour } from './colour';

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

export type ChartOptions = EChartsCoreOption;

/** A chart in a place of the page, which keeps to the size of the place until its end. */
export function drawing(place: HTMLElement, onPick: (index: number) => void) {
  const chart = init(place, undefined, { renderer: 'canvas' });
  const sizes = new ResizeObserver(() => chart.resize());
  sizes.observe(place);
  chart.on('click', ({ dataIndex }) => onPick(dataIndex));
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
  return {
    show: (options: ChartOptions) => chart.setOption({ animation: !isStill, ...options }, { notMerge: true }),
    picture: () => chart.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: colour('--paper') }),
    end: () => {
      sizes.disconnect();
      chart.dispose();
    },
  };
}
