import { type CellReader, optional } from './facts-cells';
import type { Fact, Place, Side } from './fact';
import { named, yearIn } from './facts-values';

/** What a row of 绩效目标 tells: one amount that the form declares, one task, one goal or one indicator. */
const ITEMS = {
  totalYuan: ['资金总额', '年度资金总额', 'total'],
  fiscalAppropriationYuan: ['财政拨款', 'fiscal-appropriation'],
  otherFundsYuan: ['其他资金', 'other-funds'],
  carriedOverYuan: ['上年结转资金', '上年结转', 'carried-over'],
  basicYuan: ['基本支出', 'basic'],
  projectYuan: ['项目支出', 'project'],
  task: ['任务', '年度主要任务'],
  goal: ['目标', '年度绩效目标'],
  indicator: ['指标', '绩效指标'],
} as const satisfies Record<string, readonly string[]>;
const itemIn = named(ITEMS);

/** 绩效目标: rows of one unit, year, document and, of a project, its name are one form. */
export function targetOf(place: Place, reader: CellReader): Fact {
  const { division, unit, kind, documentNumber } = place;
  const fiscalYear = Number(reader.word('fiscalYear', yearIn));
  const own: Fact['own'] = { fiscalYear, unit, ...optional('project', reader.cell('project')) };
  const key = JSON.stringify([division, unit, fiscalYear, kind, documentNumber, own['project'] ?? '']);
  return { ...place, key, ...itemOf(reader), own, isZero: false };
}

function itemOf(reader: CellReader): { side: Side; line: unknown } {
  const item = reader.word('item', itemIn);
  switch (item) {
    // What cannot be read was told by its own column.
    case '':
      return { side: 'tasks', line: undefined };
    case 'task':
      return { side: 'tasks', line: { name: reader.text('taskName'), content: reader.text('content') } };
    case 'goal':
      return { side: 'goals', line: reader.text('content') };
    case 'indicator':
      return { side: 'indicators', line: indicatorOf(reader) };
    default:
      return { side: 'declaredFunds', line: { [item]: reader.amount() } };
  }
}

function indicatorOf(reader: CellReader): object {
  return {
    level1: reader.text('level1'),
    level2: reader.text('level2'),
    level3: reader.text('level3'),
    value: reader.text('value'),
    ...optional('remark', reader.cell('remark')),
  };
}
