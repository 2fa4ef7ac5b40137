import type { PerformanceLayout } from '../layout';
import { heads } from '../layout-parts';

/** Tables 10 and 11: what is to be reached with the money. */

const INDICATOR_COLUMNS = ['一级指标', '二级指标', '三级指标', '指标值'] as const;

function performance(of: PerformanceLayout['of'], title: string, columns: readonly string[]): PerformanceLayout {
  return {
    kind: 'performance',
    of,
    title: () => title,
    columns: () => columns,
    header: () => [heads(columns)],
    notes: () => [],
    landscape: false,
  };
}

export const UNIT_TARGETS = performance('unit', '部门整体支出绩效目标表', INDICATOR_COLUMNS);
export const PROJECT_TARGETS = performance('projects', '项目绩效目标表', ['项目名称', ...INDICATOR_COLUMNS]);
