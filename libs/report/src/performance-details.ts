import { type DeclaredFunds, fenOf, type Indicator, type PerformanceTargets, type Staffing } from '#domain';

import type { UnitYearInput } from './unit-year-input';
import { inWan } from './wan';

/** What tables 10 and 11 say besides their indicators. */
export interface PerformanceDetails {
  department: { code: string; name: string };
  staffing: Staffing | null;
  blocks: PerformanceBlock[];
}

/** The targets of the unit as a whole (no project) or of one project. */
export interface PerformanceBlock {
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

export function performanceDetails(of: 'unit' | 'projects', { unit, targets }: UnitYearInput): PerformanceDetails {
  return {
    department: { code: unit.department, name: unit.departmentName },
    staffing: unit.staffing ?? null,
    blocks: [...targets]
      .filter(([project]) => (project === '') === (of === 'unit'))
      .map(([project, target]) => blockOf(project, target)),
  };
}

function blockOf(project: string, { declaredFunds, tasks, goals, indicators }: PerformanceTargets): PerformanceBlock {
  return {
    project: project === '' ? null : project,
    declaredFunds: fundsInWan(declaredFunds),
    tasks: tasks.map((task) => ({ ...task })),
    goals: [...goals],
    indicators: indicators.map((indicator) => ({ ...indicator })),
  };
}

function fundsInWan(funds: DeclaredFunds): DeclaredFundsInWan {
  const wan = (yuan: string | undefined): string | null => (yuan === undefined ? null : inWan(fenOf(yuan)));
  return {
    total: inWan(fenOf(funds.totalYuan)),
    fiscalAppropriation: wan(funds.fiscalAppropriationYuan),
    otherFunds: wan(funds.otherFundsYuan),
    carriedOver: wan(funds.carriedOverYuan),
    basic: wan(funds.basicYuan),
    project: wan(funds.projectYuan),
  };
}
