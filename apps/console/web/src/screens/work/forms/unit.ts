import type { Both, Field, Form } from './form';
import { SOURCES } from '../../../parts/terms';

const persons = (name: string, label: Both): Field => ({
  name: `staffing.${name}`,
  label,
  kind: 'whole',
  isNeeded: true,
  when: ({ hasStaffing }) => hasStaffing === 'true',
});

/** 登记单位 and 控制数: what is said of units and limits rather than posted to lines. */
export const UNIT_FORMS: readonly Form[] = [
  {
    name: 'register',
    family: 'setting',
    type: 'RegisterUnit',
    title: { zh: '登记单位', en: 'Register a unit' },
    help: {
      zh: '登记单位，或更新名称与编制；其他业务只能用已登记的单位。',
      en: 'Registers a unit, or replaces its names and staffing; everything else names registered units alone.',
    },
    hasYear: false,
    fields: [
      { name: 'unit', label: { zh: '单位编码', en: "The unit's code" }, kind: 'unit-free', isNeeded: true },
      { name: 'name', label: { zh: '单位名称', en: 'Name' }, kind: 'text', isNeeded: true },
      { name: 'departmentName', label: { zh: '部门名称', en: 'Name of the department' }, kind: 'text', isNeeded: true },
      { name: 'newSpelling', label: { zh: '确认改用新的写法', en: 'The names are to be spelled anew' }, kind: 'flag' },
      { name: 'hasStaffing', label: { zh: '填写编制与实有人数', en: 'With staffing' }, kind: 'flag' },
      persons('establishment.total', { zh: '编制合计', en: 'Establishment' }),
      persons('establishment.administrative', { zh: '行政编制', en: 'Administrative posts' }),
      persons('establishment.publicInstitution', { zh: '事业编制', en: 'Public institution posts' }),
      persons('actual.total', { zh: '实有人数', en: 'Actual persons' }),
      persons('actual.serving', { zh: '在职人数', en: 'Serving' }),
      persons('actual.administrativeServing', { zh: '行政在职', en: 'Serving, administrative' }),
      persons('actual.publicInstitutionServing', { zh: '事业在职', en: 'Serving, public institution' }),
      persons('actual.retired', { zh: '退休人数', en: 'Retired' }),
    ],
    lists: [],
    shape: ({ hasStaffing: _, ...command }) => command,
  },
  {
    name: 'ceiling',
    family: 'setting',
    type: 'SetCeiling',
    title: { zh: '设定控制数', en: 'Set a ceiling' },
    help: {
      zh: '限制一组明细全年的变动后预算数；设定时已超过的不受影响，此后不得再增加。',
      en: 'Limits the current budget of a set of lines; what is above it already stays, and nothing may raise it further.',
    },
    hasYear: true,
    fields: [
      {
        name: 'scope.kind',
        label: { zh: '控制范围', en: 'What is limited' },
        kind: 'choice',
        isNeeded: true,
        options: [
          { value: 'three-public', label: { zh: '“三公”经费', en: 'Three public expenses (三公)' } },
          { value: 'project', label: { zh: '项目', en: 'A project' } },
          { value: 'source', label: { zh: '资金来源', en: 'A source' } },
        ],
      },
      {
        name: 'scope.unit',
        label: { zh: '单位（不填为整个部门；“三公”必填）', en: 'Unit (none: the whole department; needed for 三公)' },
        kind: 'unit',
      },
      {
        name: 'scope.project',
        label: { zh: '项目', en: 'Project' },
        kind: 'project',
        isNeeded: true,
        when: (values) => values['scope.kind'] === 'project',
      },
      {
        name: 'scope.source',
        label: { zh: '资金来源', en: 'Source' },
        kind: 'choice',
        options: SOURCES,
        isNeeded: true,
        when: (values) => values['scope.kind'] === 'source',
      },
      { name: 'lifted', label: { zh: '取消控制', en: 'Lift the limit' }, kind: 'flag' },
      {
        name: 'limitYuan',
        label: { zh: '控制数（元）', en: 'Limit (yuan)' },
        kind: 'stated',
        isNeeded: true,
        when: ({ lifted }) => lifted !== 'true',
      },
    ],
    lists: [],
    shape: ({ lifted, ...command }) => (lifted === true ? { ...command, limitYuan: null } : command),
  },
];
