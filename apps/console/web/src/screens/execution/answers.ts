import type { components } from '@budget-ledger/client';

import type { Version } from '../../address/version';
import type { MoneyUnit } from '../../parts/money';

type Schemas = components['schemas'];

export type DimensionComparison = Schemas['DimensionComparison'];
export type Line = Schemas['MadeLine'];
export type FreezesAnswer = Schemas['Freezes'];
export type TransitsAnswer = Schemas['Transits'];
export type CarryOverAnswer = Schemas['CarryOverPreview'];

/** By what the execution is summed up. */
export const GROUPINGS = ['function', 'economic-class', 'economic', 'project', 'source', 'category', 'unit'] as const;
export type ExecutionGrouping = (typeof GROUPINGS)[number];

/** What the lists of a department are asked with. */
export interface DepartmentList {
  /** `/v1/streams/361100/126` */
  stream: string;
  division: string;
  year: string;
  version: Version;
  /** Read anew when it grows. */
  changes: number;
  money: MoneyUnit;
}
