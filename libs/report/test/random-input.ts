import { CATEGORIES, chartOf, emptyLine, type Line, PROCUREMENTS, SOURCES } from '#domain';
import fc from 'fast-check';

import { type Measure, profileOf } from '../src';
import type { Profile } from '../src/profile';
import type { ReportInput, UnitBudget } from '../src/report-input';

/** Budgets of any level with lines of every kind, some of them without money, for properties of what is made of them. */

const FUNCTIONS = ['2012901', '2012902', '2012999', '2013101', '2080505', '2080506', '2210201'];
const ECONOMICS = ['301', '30101', '30102', '302', '30201', '30212', '30217', '30231', '310', '31002', '31013'];
const CODES = ['126', '126001', '126002', '130', '130001', '130002', '130003', '131001'];

const amount = fc.oneof(fc.constant(0n), fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }));

function lineOf(unit: string, fiscalYear: number): fc.Arbitrary<Line> {
  return fc
    .record({
      source: fc.constantFrom(...SOURCES),
      function: fc.constantFrom(...FUNCTIONS),
      economic: fc.constantFrom(...ECONOMICS),
      category: fc.constantFrom(...CATEGORIES),
      project: fc.constantFrom('甲', '乙', '丙'),
      originYear: fc.constantFrom(undefined, fiscalYear - 2, fiscalYear - 1),
      procurement: fc.constantFrom(undefined, ...PROCUREMENTS),
      original: amount,
      carriedOver: amount,
      lateCarriedOver: amount,
      supplemented: amount,
      cut: amount,
      transferred: amount,
      paid: amount,
      frozen: amount,
    })
    .map(({ source, function: functional, economic, category, project, originYear, procurement, ...amounts }) => {
      const dimensions = {
        unit,
        source,
        function: functional,
        economic,
        category,
        ...(category === 'project' ? { project } : {}),
        ...(originYear === undefined ? {} : { originYear }),
        ...(procurement === undefined ? {} : { procurement }),
      };
      return { ...emptyLine(dimensions, fiscalYear), ...amounts };
    });
}

function budgetOf(code: string, fiscalYear: number): fc.Arbitrary<UnitBudget> {
  const department = code.slice(0, 3);
  const unit = { division: '361100', department, departmentName: `部门${department}`, code, name: `单位${code}` };
  return fc
    .array(lineOf(code, fiscalYear), { maxLength: 12 })
    .map((lines) => ({ unit, lines, targets: new Map(), texts: new Map() }));
}

/** A year of some units of a division, seen as one of its levels. */
export function randomInput(
  fiscalYear: number,
  measure: Measure,
  profile: Profile = profileOf({}),
): fc.Arbitrary<ReportInput> {
  return fc
    .record({
      units: fc
        .subarray(CODES)
        .chain((codes): fc.Arbitrary<UnitBudget[]> => fc.tuple(...codes.map((code) => budgetOf(code, fiscalYear)))),
      level: fc.constantFrom('department' as const, 'division' as const),
    })
    .map(({ units, level }) => ({
      subject: { level, code: '361100', name: '样例市' },
      fiscalYear,
      units,
      organization: units.map(({ unit }) => unit),
      chart: chartOf([], 'spec'),
      measure,
      profile,
    }));
}
