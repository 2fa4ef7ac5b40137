import { AMOUNT_COLUMNS, CATEGORIES, type Chart, emptyLine, type Line, SOURCES } from '#domain';
import fc from 'fast-check';

import { statutoryTable } from './statutory-table';
import { TABLE_NUMBERS } from './table-number';
import { tablesTouched } from './tables-touched';
import { profileOf } from './profiles';
import type { ReportInput } from './report-input';
import type { Measure } from './report-measure';

const chart: Chart = { hash: '', codesOf: () => [], nameOf: (_kind, _year, code) => code };
const profile = profileOf({});
const unit = { division: '361100', department: '126', departmentName: '部门', code: '126001', name: '单位' };

const anyLine = fc
  .record({
    source: fc.constantFrom(...SOURCES),
    function: fc.constantFrom('2012901', '2080505', '2210201'),
    economic: fc.constantFrom('30101', '30201', '30217', '30231', '31013'),
    category: fc.constantFrom(...CATEGORIES),
    originYear: fc.constantFrom(undefined, 2023),
    column: fc.constantFrom(...AMOUNT_COLUMNS),
    yuan: fc.integer({ min: 0, max: 1_000_000 }),
  })
  .map(({ column, yuan, ...dimensions }): { line: Line; column: keyof Line; fen: bigint } => {
    const project = dimensions.category === 'project' ? { project: '项目' } : {};
    const line = { ...emptyLine({ unit: unit.code, ...dimensions, ...project }, 2024), original: 500_000_000n };
    return { line, column, fen: BigInt(yuan) * 100n };
  });

function printed(lines: readonly Line[], measure: Measure): string[] {
  return TABLE_NUMBERS.map((number) => {
    const subject = { level: 'department', code: unit.code, name: unit.name } as const;
    const units = [{ unit, lines, targets: new Map(), texts: new Map() }];
    const input: ReportInput = { subject, fiscalYear: 2024, units, organization: [unit], chart, measure, profile };
    return JSON.stringify(statutoryTable(number, input).rows);
  });
}

describe('tables touched by a change of a line', () => {
  it('are all those whose printed figures differ, under either measure', () => {
    fc.assert(
      fc.property(anyLine, anyLine, ({ line: before, column, fen }, { line: other }) => {
        const after: Line = { ...before, [column]: (before[column] as bigint) + fen };
        const touched = tablesTouched(profile, { before, after });
        for (const measure of ['current', 'original'] as const) {
          const [old, now] = [printed([before, other], measure), printed([after, other], measure)];
          const differing = TABLE_NUMBERS.filter((_, index) => old[index] !== now[index]);
          expect(touched).toEqual(expect.arrayContaining(differing));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('are not those that the line does not stand in', () => {
    const dimensions = { unit: unit.code, function: '2012901', economic: '30101', category: 'personnel' } as const;
    const before = emptyLine({ ...dimensions, source: 'general-public-budget' }, 2024);
    expect(tablesTouched(profile, { before, after: { ...before, original: 100n } })).toEqual([1, 2, 3, 4, 5, 6]);
    const business = emptyLine({ ...dimensions, source: 'business-income' }, 2024);
    expect(tablesTouched(profile, { before: business, after: { ...business, original: 100n } })).toEqual([1, 2, 3]);
    expect(tablesTouched(profile, { before, after: before })).toEqual([]);
  });
});
