import type { Category, PostingLine, Procurement } from '#domain';

/** Sample data: no such department exists. */
export const YEAR = 2024;
export const DIVISION = '361100';
export const DEPARTMENT = '305';
export const UNITS = Array.from({ length: 20 }, (_, index) => `${DEPARTMENT}${String(index + 1).padStart(3, '0')}`);
export const OTHER_DEPARTMENT = '306';
export const OTHER_UNIT = '306001';

/** A command as it is posted. */
export type Posted = { commandId: string; type: string } & Record<string, unknown>;

/** Where an answered command stands in its stream. */
export type RevisionOf = (commandId: string) => number;

export type Purpose = Omit<PostingLine, 'unit' | 'amountYuan'>;

export function basic(economic: string, category: Category): Purpose {
  return { source: 'general-public-budget', function: '2012901', economic, category };
}
export function project(name: string, economic: string, procurement?: Procurement): Purpose {
  const purpose: Purpose = {
    source: 'general-public-budget',
    function: '2012902',
    economic,
    category: 'project',
    project: name,
  };
  return procurement === undefined ? purpose : { ...purpose, procurement };
}

export function adjusted(id: string, on: string, fields: Record<string, unknown>): Posted {
  return asked(id, 'AdjustBudget', on, { fiscalYear: YEAR, ...fields });
}

export function asked(id: string, type: string, on: string, fields: Record<string, unknown>): Posted {
  return {
    commandId: `example-${id}`,
    type,
    division: DIVISION,
    department: DEPARTMENT,
    documentNumber: `样例〔${YEAR}〕${id}`,
    effectiveDate: `${YEAR}-${on}`,
    ...fields,
  };
}

export function day(month: number, date: number): string {
  return `${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}

export function line(unit: string, purpose: Purpose, yuan: number): PostingLine {
  return { unit, ...purpose, amountYuan: `${yuan}.00` };
}
