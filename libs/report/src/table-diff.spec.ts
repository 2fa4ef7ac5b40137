import { chartOf, emptyLine, type Line } from '#domain';

import { profileOf } from './profiles';
import { linesOf, type ReportInput, type UnitBudget } from './report-input';
import { cellAmount, tableCells } from './table-cells';
import { type CellChange, changesOfLine, tableChanges } from './table-diff';
import type { TableNumber } from './table-number';

const TABLES: readonly TableNumber[] = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const FUNCTIONS = ['2012901', '2012902', '2080505', '2080506', '2210201'];
const ECONOMICS = ['302', '30201', '30215', '30217', '30212', '30231', '31013', '30101', '30302'];
const SOURCES = ['general-public-budget', 'government-fund', 'institutional-income'] as const;
const CATEGORIES = ['personnel', 'operating', 'project'] as const;

/** How often the source of any line was looked at, which every filter of a table does. */
let looks = 0;

function lineOf(unit: string, n: number, original: bigint): Line {
  const line = emptyLine(
    {
      unit,
      source: SOURCES[n % 3]!,
      function: FUNCTIONS[n % 5]!,
      economic: ECONOMICS[n % 9]!,
      category: CATEGORIES[n % 7 > 2 ? 2 : n % 7]!,
      project: `项目${n}`,
      ...(n % 11 === 0 ? { originYear: 2023 } : {}),
    },
    2024,
  );
  const { source } = line;
  Object.defineProperty(line, 'source', { enumerable: true, get: () => ((looks += 1), source) });
  line.original = original;
  return line;
}

/** A division of so many departments of one unit each. */
function divisionOf(departments: number, lines: number, amountOf: (n: number) => bigint): ReportInput {
  const units = Array.from({ length: departments }, (_, index): UnitBudget => {
    const department = String(100 + index);
    const names = { name: `单位${department}`, departmentName: `部门${department}` };
    return {
      unit: { division: '361100', department, code: `${department}001`, ...names },
      lines: Array.from({ length: lines }, (_, n) => lineOf(`${department}001`, n, amountOf(n + index))),
      targets: new Map(),
      texts: new Map(),
    };
  });
  const subject = { level: 'division' as const, code: '361100', name: '样例市' };
  const organization = units.map(({ unit }) => unit);
  const made = { chart: chartOf([], 'spec'), measure: 'current', profile: profileOf({}) } as const;
  return { subject, fiscalYear: 2024, units, organization, ...made };
}

function changesOf(number: TableNumber, from: ReportInput | undefined, to: ReportInput): CellChange[] {
  const steps = tableChanges(number, from, to);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

const earlier = divisionOf(4, 60, (n) => BigInt(n % 13) * 100n);
const later = divisionOf(5, 60, (n) => BigInt(n % 17) * 100n);

describe.each(TABLES)('what changed in table %i', (number) => {
  it.each([
    ['two versions', earlier],
    ['nothing and a version', undefined],
  ])('between %s is what each cell takes by its own filter', (_, from) => {
    const changes = changesOf(number, from, later);
    const cells = [...tableCells(number, later), ...(from === undefined ? [] : tableCells(number, from))];
    const expected = new Map(
      cells.flatMap((cell) => {
        const [fromFen, toFen] = [cellAmount(cell, from), cellAmount(cell, later)];
        return fromFen === toFen ? [] : [[`${cell.row.key}/${cell.column.key}`, [fromFen, toFen]] as const];
      }),
    );
    expect(new Map(changes.map((each) => [`${each.row.key}/${each.column.key}`, [each.fromFen, each.toFen]]))).toEqual(
      expected,
    );
    expect(changes.length).toBe(expected.size);
  });

  it('belongs to a line exactly where the cell takes it', () => {
    const changes = changesOf(number, earlier, later);
    const ofLine = changesOfLine(number, later, changes);
    for (const line of linesOf(later)) {
      expect(new Set(ofLine(line))).toEqual(new Set(changes.filter(({ takes }) => takes(line))));
    }
    for (const change of changes) expect(cellAmount(change, later)).toBe(change.toFen);
  });

  it('is found by looking at each line a bounded number of times, however many departments there are', () => {
    const looksFor = (departments: number): number => {
      const [from, to] = [
        divisionOf(departments, 60, (n) => BigInt(n)),
        divisionOf(departments, 60, (n) => BigInt(n + 1)),
      ];
      looks = 0;
      changesOf(number, from, to);
      return looks;
    };
    expect(looksFor(80)).toBeLessThanOrEqual(looksFor(20) * 4.5);
  });
});
