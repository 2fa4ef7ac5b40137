import type { Profile } from '../profile';
import type { ProfileWords } from '../profile-words';
import { BASIC_EXPENDITURE, EXPENDITURE, GENERAL_PUBLIC_BUDGET, GOVERNMENT_FUND, STATE_CAPITAL } from './expenditure';
import { PROJECT_TARGETS, UNIT_TARGETS } from './performance';
import { REVENUE } from './revenue';
import { APPROPRIATION_STATEMENT, REVENUE_AND_EXPENDITURE } from './statements';
import { THREE_PUBLIC } from './three-public';

const WORDS: ProfileWords = {
  levels: {
    unit: { body: '单位', self: '本单位', that: '该单位', all: '单位', procuring: '本单位' },
    department: { body: '部门', self: '本部门', that: '该部门', all: '部门', procuring: '部门所属各单位' },
    division: { body: '部门', self: '本地区', that: '该地区', all: '各部门', procuring: '各部门所属各单位' },
  },
  total: '合计',
  unitColumn: '单位名称',
  noTargets: '注：详细目标表未录入（no performance targets have been recorded）',
};

const ALL_TABLES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] as const;

/** The statutory tables as the departments of Jiangxi publish them. Tables 1 to 3 take all money, tables 4 to 9 the year's own appropriation. */
export const JIANGXI_PROFILE: Profile = {
  version: 'jiangxi-4',
  layouts: {
    1: REVENUE_AND_EXPENDITURE,
    2: REVENUE,
    3: EXPENDITURE,
    4: APPROPRIATION_STATEMENT,
    5: GENERAL_PUBLIC_BUDGET,
    6: BASIC_EXPENDITURE,
    7: THREE_PUBLIC,
    8: GOVERNMENT_FUND,
    9: STATE_CAPITAL,
    10: UNIT_TARGETS,
    11: PROJECT_TARGETS,
  },
  tables: {
    // Units publish the same tables with 单位 in the titles, but for 部门整体支出绩效目标, which are the department's.
    unit: [1, 2, 3, 4, 5, 6, 7, 8, 9, 11],
    department: ALL_TABLES,
    division: ALL_TABLES,
  },
  words: WORDS,
  rounding: { places: 2, mode: 'half-up' },
};
