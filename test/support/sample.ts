import type { Command, PostingLine } from '#domain';

/** A line of the real budget's unit, as most tests post one: 行政运行, 办公费. What a test is about it says itself. */
export const SAMPLE_LINE = {
  unit: '126001',
  source: 'general-public-budget',
  function: '2012901',
  economic: '30201',
  category: 'operating',
} as const;

/** 基本工资 of the same unit, which the real budget has. */
export const WAGES_LINE = { ...SAMPLE_LINE, economic: '30101', category: 'personnel' } as const;

/** A supplement to the unit's wages, or a cut of them. */
export function adjustment(commandId: string, amountYuan: string, about: object = {}): Command {
  const lines: PostingLine[] = [{ ...WAGES_LINE, amountYuan }];
  return {
    type: 'AdjustBudget',
    kind: 'supplement',
    commandId,
    division: '361100',
    department: '126',
    documentNumber: '样例〔2024〕8号',
    effectiveDate: '2024-06-01',
    fiscalYear: 2024,
    lines,
    ...about,
  };
}

/** Registers the first unit of a department. */
export const registrationOf = (department: string) => ({
  type: 'RegisterUnit' as const,
  division: '361100',
  department,
  documentNumber: '样例〔2024〕1号',
  effectiveDate: '2024-01-01',
  unit: `${department}001`,
  name: '上饶市妇女联合会',
  departmentName: '上饶市妇女联合会',
});
