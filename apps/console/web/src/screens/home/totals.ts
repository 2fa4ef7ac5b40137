/** Totals of one place, as the lists of divisions, departments and units answer them. */
export interface Totals {
  originalYuan: string;
  currentYuan: string;
  availableYuan: string;
  paidYuan: string;
  refundedYuan: string;
  frozenYuan: string;
}

export interface DivisionRow {
  division: string;
  name?: string;
  years: number[];
  departments: number;
  units: number;
  newest?: { year: number } & Totals;
}

export interface MemberRow {
  code: string;
  name: string;
  /** Absent where the reader may see only a part of it. */
  totals?: Totals;
}
