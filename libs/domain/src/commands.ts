import type { Source } from './codes';
import type { CarriedLine, FreshLine, PostingLine } from './line';
import type { PublicationSection } from './publication-text';

/** What every command carries, whichever way it came in. */
export interface CommandBasis {
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
  /** The year is meant, although it lies far ahead: see `yearFarAhead`. */
  confirmFiscalYear?: true;
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
  /** The names are to be spelled anew, though they look like known ones. */
  newSpelling?: boolean;
}

/** 年初批复: to units directly, or to the department's pool, from which it is handed down. */
export interface AllocateBudget extends CommandBasis {
  type: 'AllocateBudget';
  fiscalYear: number;
  lines: FreshLine[];
}

/** 下达: from lines of the department's pool to lines of its units. */
export interface HandDownBudget extends CommandBasis {
  type: 'HandDownBudget';
  fiscalYear: number;
  from: PostingLine[];
  to: PostingLine[];
}

interface CarryOverBasis extends CommandBasis {
  type: 'CarryOverBalance';
  /** The year that the money is carried into. */
  fiscalYear: number;
}
/** 上年结转 and 结余, as an opening balance that its document states. */
export interface OpeningCarryOver extends CarryOverBasis {
  kind: 'carry-forward' | 'surplus';
  opening: true;
  lines: CarriedLine[];
}
interface YearEndBasis extends CarryOverBasis {
  opening?: false;
  /** Lines of the year before. */
  lines: PostingLine[];
}
/** 结转, which keeps its purpose. */
interface YearEndCarryForward extends YearEndBasis {
  kind: 'carry-forward';
}
/** 结余, which is free. */
interface YearEndSurplus extends YearEndBasis {
  kind: 'surplus';
  /** The lines of this year that get the money; without them it keeps its purpose. */
  to?: CarriedLine[];
}
/** 年终结转: what the lines of the year before have left goes down there and up here. */
export type YearEndCarryOver = YearEndCarryForward | YearEndSurplus;
export type CarryOverBalance = OpeningCarryOver | YearEndCarryOver;

interface AdjustBudgetBasis extends CommandBasis {
  type: 'AdjustBudget';
  fiscalYear: number;
}
/** 追加 */
export interface SupplementBudget extends AdjustBudgetBasis {
  kind: 'supplement';
  lines: FreshLine[];
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

/** 部门间调剂: leaves this department's lines and arrives on the other's, or comes back when it is refused there. */
export interface TransferToDepartment extends CommandBasis {
  type: 'TransferToDepartment';
  fiscalYear: number;
  toDepartment: string;
  from: PostingLine[];
  to: PostingLine[];
}

/** 冻结. The freeze is known by the revision of its event from then on. */
export interface FreezeFunds extends CommandBasis {
  type: 'FreezeFunds';
  fiscalYear: number;
  lines: PostingLine[];
}
/** 解冻: the lines given, or all that the freeze still holds. */
export interface ReleaseFunds extends CommandBasis {
  type: 'ReleaseFunds';
  fiscalYear: number;
  freezeRevision: number;
  lines?: PostingLine[];
}
/** 支付, out of what a freeze holds where one is named, and out of what is available beyond that. */
export interface RecordPayment extends CommandBasis {
  type: 'RecordPayment';
  fiscalYear: number;
  lines: PostingLine[];
  freezeRevision?: number;
  /** The last payment of its freeze: what the freeze still holds is released. */
  final?: boolean;
  /** What the freeze does not hold of the lines is taken out of what is available. Without it the freeze must hold all of them. */
  beyondFreeze?: boolean;
}
/** 退回 of what was paid. */
export interface RecordRefund extends CommandBasis {
  type: 'RecordRefund';
  fiscalYear: number;
  lines: PostingLine[];
}
/** 收回存量资金: carried-over money back to the treasury. */
export interface ReclaimBalance extends CommandBasis {
  type: 'ReclaimBalance';
  fiscalYear: number;
  lines: CarriedLine[];
}

/** The lines that a ceiling counts together. */
export type CeilingScope =
  | { kind: 'three-public'; unit: string }
  | { kind: 'project'; project: string; unit?: string }
  | { kind: 'source'; source: Source; unit?: string };

/** Limits the current budget of a set of lines over a year; null lifts the limit. */
export interface SetCeiling extends CommandBasis {
  type: 'SetCeiling';
  fiscalYear: number;
  scope: CeilingScope;
  limitYuan: string | null;
}

/** 红冲: the mirror image of an earlier event of this stream. */
export interface ReverseEvent extends CommandBasis {
  type: 'ReverseEvent';
  reversedRevision: number;
}

/** 年终结账 */
export interface CloseYear extends CommandBasis {
  type: 'CloseYear';
  fiscalYear: number;
}
export interface ReopenYear extends CommandBasis {
  type: 'ReopenYear';
  fiscalYear: number;
  reason: string;
}

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

/** 公开文本: sections of a unit's published budget that no figure can tell. The newest text of each section counts. */
export interface SetPublicationText extends CommandBasis {
  type: 'SetPublicationText';
  fiscalYear: number;
  unit: string;
  sections: PublicationSection[];
}

/** What may stand on its own or inside a combination: everything that concerns this stream alone and can be told in one posting. */
export type CombinableCommand =
  | RegisterUnit
  | AllocateBudget
  | HandDownBudget
  | CarryOverBalance
  | AdjustBudget
  | FreezeFunds
  | ReleaseFunds
  | RecordPayment
  | RecordRefund
  | ReclaimBalance
  | SetCeiling
  | SetPerformanceTargets
  | SetPublicationText;

/** A command without what it takes from the combination that it stands in. */
type PartOf<T> = T extends unknown ? Omit<T, keyof CommandBasis> : never;
export type CombinedPart = PartOf<CombinableCommand>;

/** Several commands under one document, decided one after another and recorded as one event: all or nothing. */
export interface CombineCommands extends CommandBasis {
  type: 'CombineCommands';
  commands: CombinedPart[];
}

/** What people call the kinds of a carry-over: 结转 keeps its purpose, 结余 is free. */
export const CARRY_OVER_NAMES: Readonly<Record<CarryOverBalance['kind'], string>> = {
  'carry-forward': '结转',
  surplus: '结余',
};

/** What people call the kinds of an adjustment. */
export const ADJUSTMENT_NAMES: Readonly<Record<AdjustBudget['kind'], string>> = {
  supplement: '追加',
  cut: '追减',
  transfer: '调剂',
};

/** What a ceiling counts together. */
export const CEILING_SCOPE_NAMES: Readonly<Record<CeilingScope['kind'], string>> = {
  'three-public': '“三公”经费',
  project: '项目',
  source: '资金来源',
};

/** What a client may ask for. */
export type Command =
  CombinableCommand | TransferToDepartment | ReverseEvent | CloseYear | ReopenYear | CombineCommands;
