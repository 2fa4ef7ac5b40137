import type { Both, Field, Form, List } from './form';

const declared = (name: string, label: Both, isNeeded = false): Field => ({
  name: `declaredFunds.${name}`,
  label,
  kind: 'stated',
  isNeeded,
});
const text = (name: string, zh: string, en: string, isNeeded = true): Field => ({
  name,
  label: { zh, en },
  kind: 'text',
  isNeeded,
});
const isSection = (...sections: string[]): Pick<Field, 'when'> => ({
  when: (values) => sections.includes(values['section'] ?? ''),
});

const GOALS: List = {
  name: 'goals',
  title: { zh: '目标', en: 'Goals' },
  mayBeEmpty: true,
  fields: [text('content', '目标', 'Goal')],
};
const TERMS: List = {
  name: 'terms',
  title: { zh: '名词', en: 'Terms' },
  ...isSection('glossary'),
  fields: [text('title', '分组', 'Group'), text('term', '名词', 'Term'), text('explanation', '解释', 'Explanation')],
};
const VEHICLES: List = {
  name: 'byKind',
  title: { zh: '车辆', en: 'Vehicles' },
  ...isSection('state-assets'),
  mayBeEmpty: true,
  fields: [
    text('kind', '类别', 'Kind'),
    { name: 'count', label: { zh: '数量', en: 'Count' }, kind: 'whole', isNeeded: true },
  ],
};
const count = (name: string, zh: string, en: string): Field => ({
  name,
  label: { zh, en },
  kind: 'whole',
  isNeeded: true,
  ...isSection('state-assets'),
});

/** 绩效目标 and 公开文本: what a published budget says in words. */
export const TOLD_FORMS: readonly Form[] = [
  {
    name: 'targets',
    family: 'setting',
    type: 'SetPerformanceTargets',
    title: { zh: '绩效目标', en: 'Performance targets' },
    help: {
      zh: '设定单位的绩效目标（表十），有项目时为项目绩效目标（表十一）；整份替换，以最新一次为准。',
      en: "A unit's targets (table 10), or with a project those of the project (table 11); the newest counts as a whole.",
    },
    hasYear: true,
    fields: [
      { name: 'unit', label: { zh: '单位', en: 'Unit' }, kind: 'unit', isNeeded: true },
      { name: 'project', label: { zh: '项目（不填为单位整体）', en: 'Project (none: the unit)' }, kind: 'project' },
      declared('totalYuan', { zh: '资金总额（元）', en: 'Total (yuan)' }, true),
      declared('fiscalAppropriationYuan', { zh: '财政拨款（元）', en: 'Fiscal appropriation' }),
      declared('otherFundsYuan', { zh: '其他资金（元）', en: 'Other funds' }),
      declared('carriedOverYuan', { zh: '上年结转资金（元）', en: 'Carried over' }),
      declared('basicYuan', { zh: '基本支出（元）', en: 'Basic expenditure' }),
      declared('projectYuan', { zh: '项目支出（元）', en: 'Project expenditure' }),
    ],
    lists: [
      {
        name: 'tasks',
        title: { zh: '任务', en: 'Tasks' },
        mayBeEmpty: true,
        fields: [text('name', '任务名称', 'Name'), text('content', '任务内容', 'Content')],
      },
      GOALS,
      {
        name: 'indicators',
        title: { zh: '绩效指标', en: 'Indicators' },
        mayBeEmpty: true,
        fields: [
          text('level1', '一级指标', 'Level 1'),
          text('level2', '二级指标', 'Level 2'),
          text('level3', '三级指标', 'Level 3'),
          text('value', '指标值', 'Value'),
          text('remark', '备注', 'Remark', false),
        ],
      },
    ],
    shape: ({ tasks = [], goals = [], indicators = [], ...command }) => ({
      ...command,
      tasks,
      goals: (goals as { content: string }[]).map(({ content }) => content),
      indicators,
    }),
  },
  {
    name: 'publication-text',
    family: 'setting',
    type: 'SetPublicationText',
    title: { zh: '公开文本', en: 'Publication text' },
    help: {
      zh: '预算公开中数字说不出的文字；每一部分以最新一次为准。',
      en: 'What a published budget says and no figure can tell; the newest text of each section counts.',
    },
    hasYear: true,
    fields: [
      { name: 'unit', label: { zh: '单位', en: 'Unit' }, kind: 'unit', isNeeded: true },
      {
        name: 'section',
        label: { zh: '部分', en: 'Section' },
        kind: 'choice',
        isNeeded: true,
        options: [
          { value: 'duties', label: { zh: '部门主要职责', en: 'Duties' } },
          { value: 'organization', label: { zh: '机构设置', en: 'Organization' } },
          { value: 'state-assets', label: { zh: '国有资产占有使用情况', en: 'State assets' } },
          { value: 'project', label: { zh: '项目情况说明', en: 'A project' } },
          { value: 'change-reason', label: { zh: '增减变化原因', en: 'Reason of a change' } },
          { value: 'glossary', label: { zh: '名词解释', en: 'Glossary' } },
        ],
      },
      {
        name: 'paragraphs',
        label: { zh: '段落（一行一段）', en: 'Paragraphs, one a line' },
        kind: 'paragraph',
        ...isSection('duties', 'organization'),
      },
      {
        name: 'project',
        label: { zh: '项目', en: 'Project' },
        kind: 'project',
        isNeeded: true,
        ...isSection('project'),
      },
      ...(
        [
          ['title', '标题', 'Title'],
          ['overview', '项目概述', 'Overview'],
          ['basis', '立项依据', 'Basis'],
          ['executor', '实施主体', 'Executor'],
          ['plan', '实施方案', 'Plan'],
          ['period', '实施周期', 'Period'],
        ] as const
      ).map(([name, zh, en]): Field => ({
        name: name === 'basis' ? 'projectBasis' : name,
        label: { zh, en },
        kind: name === 'title' ? 'text' : 'paragraph',
        ...isSection('project'),
      })),
      { ...text('measure', '哪一项（如 基本支出）', 'Of what (such as 基本支出)'), ...isSection('change-reason') },
      {
        name: 'changeReason',
        label: { zh: '变化原因（不填为撤回原文）', en: 'Reason (none withdraws it)' },
        kind: 'paragraph',
        ...isSection('change-reason'),
      },
      {
        name: 'countedOn',
        label: { zh: '截至日期', en: 'Counted on' },
        kind: 'date',
        isNeeded: true,
        ...isSection('state-assets'),
      },
      count('vehicles', '车辆总数', 'Vehicles in all'),
      count('boughtVehicles', '拟购置车辆', 'Vehicles to be bought'),
      count('largeEquipment', '拟购置大型设备', 'Large equipment to be bought'),
      {
        name: 'largeEquipmentFromYuan',
        label: { zh: '大型设备起点（元）', en: 'Large from (yuan)' },
        kind: 'stated',
        isNeeded: true,
        ...isSection('state-assets'),
      },
    ],
    lists: [VEHICLES, TERMS],
    shape: publicationText,
  },
];

const BASIS = ['type', 'division', 'department', 'documentNumber', 'effectiveDate', 'reason', 'fiscalYear', 'unit'];

/** The command of one section: what every command has, and the section made of the rest. */
function publicationText(typed: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const basis = Object.fromEntries(Object.entries(typed).filter(([name]) => BASIS.includes(name)));
  const own = Object.fromEntries(Object.entries(typed).filter(([name]) => !BASIS.includes(name)));
  return { ...basis, sections: [sectionOf(own)] };
}

function sectionOf(own: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { section } = own;
  switch (section) {
    case 'state-assets':
      return {
        section,
        countedOn: own['countedOn'],
        vehicles: { total: own['vehicles'], byKind: own['byKind'] ?? [] },
        purchases: {
          vehicles: own['boughtVehicles'],
          largeEquipment: own['largeEquipment'],
          largeEquipmentFromYuan: own['largeEquipmentFromYuan'],
        },
      };
    case 'project': {
      const { projectBasis, ...others } = own;
      return projectBasis === undefined ? others : { ...others, basis: projectBasis };
    }
    case 'change-reason':
      return { section, measure: own['measure'], reason: own['changeReason'] ?? '' };
    case 'glossary':
      return {
        section,
        groups: groupsOf((own['terms'] ?? []) as { title: string; term: string; explanation: string }[]),
      };
    default: {
      const lines = typeof own['paragraphs'] === 'string' ? own['paragraphs'].split('\n') : [];
      return { section, paragraphs: lines.map((line) => line.trim()).filter((line) => line !== '') };
    }
  }
}

function groupsOf(terms: readonly { title: string; term: string; explanation: string }[]) {
  const groups = new Map<string, { term: string; explanation: string }[]>();
  for (const { title, ...term } of terms) groups.set(title, [...(groups.get(title) ?? []), term]);
  return [...groups].map(([title, members]) => ({ title, terms: members }));
}
