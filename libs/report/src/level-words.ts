import type { ReportLevel } from './report-input';

/** How titles, notes and sentences call the one whose budget it is. */
export interface LevelWords {
  /** In titles: 部门支出总表. */
  body: '单位' | '部门';
  /** 本部门没有使用…… */
  self: string;
  /** 若为空表，则为该部门…… */
  that: string;
  /** 部门共有车辆…… */
  all: string;
  /** 部门所属各单位政府采购总额 */
  procuring: string;
}

const WORDS: Readonly<Record<ReportLevel, LevelWords>> = {
  unit: { body: '单位', self: '本单位', that: '该单位', all: '单位', procuring: '本单位' },
  department: { body: '部门', self: '本部门', that: '该部门', all: '部门', procuring: '部门所属各单位' },
  division: { body: '部门', self: '本地区', that: '该地区', all: '各部门', procuring: '各部门所属各单位' },
};

export function wordsOf(level: ReportLevel): LevelWords {
  return WORDS[level];
}
