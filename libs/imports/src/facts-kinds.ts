import type { Column } from './facts-columns';
import { named } from './facts-values';

const KINDS = {
  allocate: ['年初批复', '批复', '年初预算'],
  'carry-over': ['上年结转', '期初结转'],
  supplement: ['追加'],
  cut: ['追减'],
  'hand-down': ['下达'],
  transfer: ['调剂'],
  'department-transfer': ['部门间调剂'],
  freeze: ['冻结'],
  release: ['解冻'],
  pay: ['支付', 'payment'],
  refund: ['退回'],
  reclaim: ['收回存量资金', '收回'],
  register: ['单位登记', '登记'],
  ceiling: ['控制数', '设定控制数'],
  targets: ['绩效目标'],
} as const satisfies Record<string, readonly string[]>;
export type FactKind = keyof typeof KINDS;
export const kindIn = named(KINDS);

/** What the `command` column takes, for people. */
export const COMMAND_WORDS = Object.entries(KINDS)
  .map(([kind, [word]]) => `${kind} ${word}`)
  .join(', ');

/** As people call it. */
export function wordOf(kind: FactKind): string {
  return KINDS[kind][0];
}

const EVERY: readonly Column[] = ['division', 'unit', 'command', 'documentNumber', 'effectiveDate'];
const LINE: readonly Column[] = ['fiscalYear', 'source', 'function', 'economic', 'category', 'amount'];

/** What a row of a command cannot do without, besides what every row needs. */
const FURTHER: Readonly<Partial<Record<FactKind, readonly Column[]>>> = {
  register: ['name', 'departmentName'],
  transfer: [...LINE, 'side'],
  'department-transfer': [...LINE, 'side', 'otherDepartment'],
  release: ['fiscalYear', 'freezeRevision'],
  ceiling: ['fiscalYear', 'scope', 'amount'],
  targets: ['fiscalYear', 'item'],
};

/** The columns that a row of this command cannot do without; of a command that nobody knows, those that every row needs. */
export function neededColumns(command: string): readonly Column[] {
  const read = kindIn(command);
  return read.ok ? [...EVERY, ...(FURTHER[read.value as FactKind] ?? LINE)] : EVERY;
}
