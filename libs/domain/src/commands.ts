import type { PostingLine } from './line';

/** What every command carries, whichever way it came in. */
interface CommandBasis {
  /** Unique within its stream; a repeat gets the first answer. */
  commandId: string;
  /** 行政区划, six digits. */
  division: string;
  /** 部门, three digits. */
  department: string;
  /** 文号 of the document that allows the change. */
  documentNumber: string;
  /** ISO date on which the change takes effect. */
  effectiveDate: string;
  reason?: string;
  /** SHA-256 of the scanned document, in lowercase hex. */
  attachmentSha256?: string;
  /** The stream's revision that the sender decided on; any other is answered 412 without a record. */
  expectedRevision?: number;
}

/** 编制 (establishment) and 实有 (actual) persons of a unit. */
export interface Staffing {
  establishment: { total: number; administrative: number; publicInstitution: number };
  actual: {
    total: number;
    serving: number;
    administrativeServing: number;
    publicInstitutionServing: number;
    retired: number;
  };
}

/** Registers a unit, or replaces its name and staffing when it is registered already. */
export interface RegisterUnit extends CommandBasis {
  type: 'RegisterUnit';
  unit: string;
  name: string;
  departmentName: string;
  staffing?: Staffing;
}

/** 年初批复, 下达 */
export interface AllocateBudget extends CommandBasis {
  type: 'AllocateBudget';
  fiscalYear: number;
  lines: PostingLine[];
}

/** 上年结转 and 结余, as an opening balance that its document states. */
export interface CarryOverBalance extends CommandBasis {
  type: 'CarryOverBalance';
  fiscalYear: number;
  /** 结转 keeps its purpose, 结余 is free. */
  kind: 'carry-forward' | 'surplus';
  opening: true;
  lines: (PostingLine & { originYear: number })[];
}

interface AdjustBudgetBasis extends CommandBasis {
  type: 'AdjustBudget';
  fiscalYear: number;
}
/** 追加 */
export interface SupplementBudget extends AdjustBudgetBasis {
  kind: 'supplement';
  lines: PostingLine[];
}
/** 追减 */
export interface CutBudget extends AdjustBudgetBasis {
  kind: 'cut';
  lines: PostingLine[];
}
/** 调剂: from lines to lines, the total unchanged. */
export interface TransferBudget extends AdjustBudgetBasis {
  kind: 'transfer';
  from: PostingLine[];
  to: PostingLine[];
}
export type AdjustBudget = SupplementBudget | CutBudget | TransferBudget;

/** One row of a performance table: 一级, 二级, 三级指标 and 指标值. */
export interface Indicator {
  level1: string;
  level2: string;
  level3: string;
  value: string;
  remark?: string;
}

/** The amounts that a performance table declares; they are the document's own words and may differ from the ledger. */
export interface DeclaredFunds {
  totalYuan: string;
  fiscalAppropriationYuan?: string;
  otherFundsYuan?: string;
  carriedOverYuan?: string;
  basicYuan?: string;
  projectYuan?: string;
}

/** 绩效目标: table 10 without a project, table 11 with one. The newest one of a unit, year and project counts. */
export interface SetPerformanceTargets extends CommandBasis {
  type: 'SetPerformanceTargets';
  fiscalYear: number;
  unit: string;
  project?: string;
  declaredFunds: DeclaredFunds;
  tasks: { name: string; content: string }[];
  goals: string[];
  indicators: Indicator[];
}

export type Command = RegisterUnit | AllocateBudget | CarryOverBalance | AdjustBudget | SetPerformanceTargets;
export type CommandType = Command['type'];
