import fc from 'fast-check';

const DIVISION = '361100';

/** A grant as the file of rights has it. */
export interface ScopedGrant {
  to: { token: string };
  role: string;
  divisions?: string[];
  departments?: string[];
  units?: string[];
  years?: { from?: number; to?: number };
}

/** What stands somewhere; what is left out is no one of its kind. */
export interface At {
  department?: string | undefined;
  unit?: string | undefined;
  year?: number | undefined;
}

const some = <T>(...values: T[]): fc.Arbitrary<T[]> =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
const year = fc.integer({ min: 2023, max: 2026 });

/** Some grants of one reader, each with limits of any kind. */
export const grantsOf = (token: string): fc.Arbitrary<ScopedGrant[]> =>
  fc.array(
    fc.record(
      {
        to: fc.constant({ token }),
        role: fc.constantFrom('reader', 'poster', 'approver', 'auditor'),
        divisions: fc.constantFrom([DIVISION], [DIVISION, '999999'], ['999999']),
        departments: some('126', '127', '128'),
        units: some('126001', '126002', '127001', '127002', '126', '127'),
        years: fc.record({ from: year, to: year }, { requiredKeys: [] }),
      },
      { requiredKeys: ['to', 'role'] },
    ),
    { minLength: 1, maxLength: 3 },
  );

/** Whether something that stands there may be seen: said once more, grant by grant, without the code that is tested. */
export function seesAll(grants: readonly ScopedGrant[], { department, unit, year: of }: At): boolean {
  return grants.some(({ divisions, departments, units, years }) => {
    if (divisions !== undefined && !divisions.includes(DIVISION)) return false;
    if (departments !== undefined && (department === undefined || !departments.includes(department))) return false;
    if (units !== undefined && (unit === undefined || !units.includes(unit))) return false;
    if (years === undefined) return true;
    if (of === undefined) return false;
    return (years.from === undefined || of >= years.from) && (years.to === undefined || of <= years.to);
  });
}
