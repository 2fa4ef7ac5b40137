import { type DeclaredFunds, fenOf, type Indicator, type PerformanceTargets, type Staffing } from '#domain';

import type { ReportInput, ReportUnit } from './report-input';
import { inWan, type Rounding } from './wan';

/** What tables 10 and 11 say besides their indicators. */
export interface PerformanceDetails {
  blocks: PerformanceBlock[];
}

/** The targets of a unit as a whole (no project) or of one project of it. */
export interface PerformanceBlock {
  unit: { code: string; name: string };
  department: { code: string; name: string };
  staffing: Staffing | null;
  project: string | null;
  declaredFunds: DeclaredFundsInWan;
  tasks: { name: string; content: string }[];
  goals: string[];
  indicators: Indicator[];
}

/** The document's own figures in 万元, which may differ from the ledger's. Null is not declared, '0.00' is declared as none. */
export interface DeclaredFundsInWan {
  total: string;
  fiscalAppropriation: string | null;
  otherFunds: string | null;
  carriedOver: string | null;
  basic: string | null;
  project: string | null;
}

export function performanceDetails(of: 'unit' | 'projects', { units, profile }: ReportInput): PerformanceDetails {
  const blocks = units.flatMap(({ unit, targets }) =>
    [...targets]
      .filter(([project]) => (project === '') === (of === 'unit'))
      .map(([project, target]) => blockOf(unit, project, target, profile.rounding)),
  );
  return { blocks };
}

function blockOf(unit: ReportUnit, project: string, target: PerformanceTargets, rounding: Rounding): PerformanceBlock {
  const { declaredFunds, tasks, goals, indicators } = target;
  return {
    unit: { code: unit.code, name: unit.name },
    department: { code: unit.department, name: unit.departmentName },
    staffing: unit.staffing ?? null,
    project: project === '' ? null : project,
    declaredFunds: fundsInWan(declaredFunds, rounding),
    tasks: tasks.map((task) => ({ ...task })),
    goals: [...goals],
    indicators: indicators.map((indicator) => ({ ...indicator })),
  };
}

function fundsInWan(funds: DeclaredFunds, rounding: Rounding): DeclaredFundsInWan {
  const wan = (yuan: string | undefined): string | null => (yuan === undefined ? null : inWan(fenOf(yuan), rounding));
  return {
    total: inWan(fenOf(funds.totalYuan), rounding),
    fiscalAppropriation: wan(funds.fiscalAppropriationYuan),
    otherFunds: wan(funds.otherFundsYuan),
    carriedOver: wan(funds.carriedOverYuan),
    basic: wan(funds.basicYuan),
    project: wan(funds.projectYuan),
  };
}
