import type { ReportLevel } from './report-level';

/** How titles, notes and sentences call the one whose budget it is. */
export interface LevelWords {
  /** In titles: 部门支出总表. */
  body: string;
  /** 本部门没有使用…… */
  self: string;
  /** 若为空表，则为该部门…… */
  that: string;
  /** 部门共有车辆…… */
  all: string;
  /** 部门所属各单位政府采购总额 */
  procuring: string;
}

/** The words of a place that stand in no single layout. */
export interface ProfileWords {
  levels: Readonly<Record<ReportLevel, LevelWords>>;
  /** The row that sums up a table by codes or by members. */
  total: string;
  /** The column that names the unit where the forms of several stand together. */
  unitColumn: string;
  /** The note below a form of targets of which none have been recorded. */
  noTargets: string;
}
