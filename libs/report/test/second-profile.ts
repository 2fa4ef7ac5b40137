import type { Profile } from '../src/profile';
import type { CodeLayout, MembersLayout, StatementLayout } from '../src/layout';
import { head, heads, TOTAL } from '../src/layout-parts';
import { any, appropriation, basic, economicItem, everything, ownYear, project } from '../src/line-filter';

/** A place that publishes three tables in whole 万元, each laid out as nobody else does. The specs print it; no division is given it. */

const BALANCE: StatementLayout = {
  kind: 'statement',
  title: ({ body }) => `${body}收支平衡表`,
  columns: () => ['收入', '金额', '支出', '金额'],
  header: () => [heads(['收入', '金额', '支出', '金额'])],
  notes: () => [],
  landscape: true,
  scope: ownYear,
  leftSums: [{ key: 'in', takes: everything }],
  rightSums: [{ key: 'out', takes: everything }],
  blocks: [
    {
      left: [{ key: 'appropriation', name: '拨款', takes: appropriation }],
      right: [
        { key: 'basic', name: '基本', takes: basic },
        { key: 'project', name: '项目', takes: project },
      ],
    },
  ],
};

/** By economic 类 and in no further detail. */
const BY_ECONOMIC_CLASS: CodeLayout = {
  kind: 'codes',
  title: ({ self }) => `${self}支出分类表`,
  columns: () => ['类', '名称', '项目', '全部'],
  header: (fiscalYear) => [[head('经济分类', 2), head(`${fiscalYear} 年`, 2)], heads(['类', '名称', '项目', '全部'])],
  notes: ({ that }, { lines }) => [`注：${that}共 ${lines.length} 条预算线`],
  landscape: false,
  scope: everything,
  chart: 'economic',
  codeOf: (line) => line.economic,
  levels: [{ digits: 3, printed: 3 }],
  sums: [{ key: 'projects', takes: project }, TOTAL],
};

const RECEPTION: MembersLayout = {
  kind: 'members',
  title: () => '公务接待费表',
  columns: () => ['代码', '单位', '公务接待费'],
  header: () => [heads(['代码', '单位', '公务接待费'])],
  notes: () => [],
  landscape: false,
  scope: everything,
  sums: [{ key: '30217', takes: any(economicItem('30217')) }],
};

export const SECOND_PROFILE: Profile = {
  version: 'second-1',
  layouts: { 1: BALANCE, 6: BY_ECONOMIC_CLASS, 7: RECEPTION },
  tables: { unit: [1, 6], department: [1, 6, 7], division: [6] },
  words: {
    levels: {
      unit: { body: '基层', self: '我单位', that: '这个单位', all: '单位', procuring: '我单位' },
      department: { body: '主管', self: '我部门', that: '这个部门', all: '部门', procuring: '我部门' },
      division: { body: '全域', self: '我市', that: '这个市', all: '各部门', procuring: '各部门' },
    },
    total: '总计',
    unitColumn: '单位',
    noTargets: '注：无目标',
  },
  rounding: { places: 0, mode: 'half-even' },
};
