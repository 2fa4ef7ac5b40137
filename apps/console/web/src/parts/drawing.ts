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
  const still = ['(prefers-reduced-motion: reduce)', 'print'].map((condition) => matchMedia(condition));
  return {
    show: (options: ChartOptions) => {
      const backgroundColor = colour('--paper');
      const animation = still.every(({ matches }) => !matches);
      chart.setOption({ animation, backgroundColor, ...options }, { notMerge: true });
      chart.getZr().flush();
    },
    picture: () => chart.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: colour('--paper') }),
    end: () => {
      sizes.disconnect();
      chart.dispose();
    },
  };
}
