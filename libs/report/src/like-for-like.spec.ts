import { emptyLine, GROUPINGS, type Line } from '#domain';
import fc from 'fast-check';

import { shangrao } from '../test/shangrao';
import { comparison } from './comparison';
import { comparisonAsCsv } from './comparison-as-csv';
import { compareBy as compareExactlyBy } from './dimension-comparison';
import { explanation } from './explanation';
import { explanationAsText } from './explanation-as-text';
import { publication } from './publication';
import type { ReportInput, ReportSubject, UnitBudget } from './report-input';

const { chart, profile } = shangrao(2024);
const DEPARTMENT: ReportSubject = { level: 'department', code: '126', name: '上饶市妇女联合会' };
const DIVISION: ReportSubject = { level: 'division', code: '361100', name: '上饶市' };

function lineOf(unit: string, fiscalYear: number, wan: number, dimensions: Partial<Line> = {}): Line {
  const basis = {
    unit,
    source: 'general-public-budget',
    function: '2012901',
    economic: '30201',
    category: 'operating',
  };
  const line = { ...basis, ...dimensions } as Line;
  return { ...emptyLine(line, fiscalYear), original: BigInt(wan) * 1_000_000n };
}

/** A year of units and pools by what they have, in 万元. */
function year(fiscalYear: number, amounts: Record<string, number>, subject = DEPARTMENT): ReportInput {
  const units = Object.entries(amounts).map(([code, wan]): UnitBudget => {
    const department = code.slice(0, 3);
    const unit = { division: '361100', department, departmentName: `部门${department}`, code, name: `单位${code}` };
    return { unit, lines: [lineOf(code, fiscalYear, wan)], targets: new Map(), texts: new Map() };
  });
  const organization = units.map(({ unit }) => unit);
  return { subject, fiscalYear, units, organization, chart, measure: 'current', profile };
}
const total = ({ measures }: ReturnType<typeof comparison>) => measures[0]!;

/** With the figures of everything that is compared. */
function compareBy(...of: Parameters<typeof compareExactlyBy>) {
  const { measuresOf, rows, comparable, total: all, ...rest } = compareExactlyBy(...of);
  const shown = rows.map(({ sides, ...row }) => ({ ...row, measures: measuresOf(sides) }));
  return { ...rest, rows: shown, comparable: measuresOf(comparable), total: measuresOf(all) };
}

describe('given a unit that is new and one that has ended', () => {
  const prior = year(2023, { '126001': 100, '126003': 50 });
  const current = year(2024, { '126001': 110, '126002': 30 });

  it('the change is that of the unit that both years know', () => {
    expect(total(comparison(current, prior))).toMatchObject({
      current: '140.00',
      prior: '150.00',
      comparableCurrent: '110.00',
      comparablePrior: '100.00',
      change: '10.00',
      ratio: '10.00%',
      words: '同口径较上年预算安排增加 10 万元',
    });
  });

  it('the others are rows of their own, with what is known of them', () => {
    const compared = comparison(current, prior);
    expect(compared.unitsWithoutPrior).toEqual([{ code: '126002', name: '单位126002', amount: '30.00' }]);
    expect(compared.unitsWithoutCurrent).toEqual([{ code: '126003', name: '单位126003', amount: '50.00' }]);
    const rows = comparisonAsCsv(compared).trim().split('\r\n');
    expect(rows.slice(-2)).toEqual([
      '单位/126002,单位126002,30.00,,,,,,上年数未知，不参与比较',
      '单位/126003,单位126003,,50.00,,,,,本年没有预算数，不参与比较',
    ]);
  });

  it('no sentence says that anything was less or more which was not known, in the explanation and the publication alike', () => {
    const told = explanation(current, prior);
    expect(publication(current, prior).explanation).toEqual(told);
    const text = explanationAsText(told);
    expect(text).toContain(
      '单位126002 2024 年预算 30 万元，2023 年预算数未知；单位126003 2023 年预算 50 万元，没有 2024 年预算数。以下各项增减只比较两年都有预算数的单位（同口径）。',
    );
    expect(text).toContain('收入预算总额为 140 万元，同口径较上年预算安排增加 10 万元');
    expect(text).not.toContain('减少');
  });

  it.each(GROUPINGS)('by %s the rows add up, and only those of both sides have a change', (by) => {
    const { rows, comparable, total: all } = compareBy(by, current, prior);
    const own = rows.filter(({ of }) => of === 'both');
    expect(own).toHaveLength(1);
    expect(own[0]!.measures.current).toMatchObject({
      currentYuan: '1100000.00',
      priorYuan: '1000000.00',
      changeYuan: '100000.00',
      ratio: '10.00%',
    });
    expect(rows.filter(({ of }) => of !== 'both').map(({ of, key, measures }) => [of, key, measures.current])).toEqual([
      ['new-unit', '126002', expect.objectContaining({ currentYuan: '300000.00', priorYuan: null, changeYuan: null })],
      [
        'ended-unit',
        '126003',
        expect.objectContaining({ currentYuan: null, priorYuan: '500000.00', changeYuan: null }),
      ],
    ]);
    expect(comparable.current).toMatchObject({ currentYuan: '1100000.00', priorYuan: '1000000.00' });
    expect(all.current).toMatchObject({
      currentYuan: '1400000.00',
      priorYuan: '1500000.00',
      changeYuan: '100000.00',
      ratio: '10.00%',
    });
  });
});

describe('a class, a fund or an income', () => {
  const fund = { source: 'government-fund', function: '2120801' } as const;
  const with_ = (input: ReportInput, code: string, wan: number): ReportInput => ({
    ...input,
    units: input.units.map((budget) =>
      budget.unit.code === code
        ? { ...budget, lines: [...budget.lines, lineOf(code, input.fiscalYear, wan, fund)] }
        : budget,
    ),
  });
  const prior = year(2023, { '126001': 100, '126003': 50 });
  const current = year(2024, { '126001': 110, '126002': 30 });
  const measure = (now: ReportInput, before: ReportInput, name: string) =>
    comparison(now, before).measures.find((one) => one.measure === name);

  it('that only the new unit has did not grow', () => {
    const compared = measure(with_(current, '126002', 20), prior, '政府性基金支出');
    expect(compared).toMatchObject({ current: '20.00', prior: '0.00', change: '0.00', ratio: null });
    expect(compared!.words).toBe('均属上年数未知的单位，不与上年比较');
  });

  it('that only the ended unit had did not shrink', () => {
    const before = with_(prior, '126003', 20);
    expect(measure(current, before, '政府性基金支出')!.words).toBe('本部门没有使用政府性基金预算拨款安排的支出');
    expect(measure(current, before, 'function/212')!.words).toBe('上年数均属本年没有预算数的单位，不与本年比较');
    expect(explanationAsText(explanation(current, before))).not.toContain('城乡社区支出');
  });
});

describe('whoever is known', () => {
  it('a department without anybody in both years has no change', () => {
    const compared = comparison(year(2024, { '126002': 30 }), year(2023, { '126001': 100 }));
    expect(total(compared)).toMatchObject({ current: '30.00', prior: '100.00', change: null, ratio: null });
    expect(total(compared).words).toBe('没有两年都有预算数的单位，无法比较');
    const by = compareBy('source', year(2024, { '126002': 30 }), year(2023, { '126001': 100 }));
    expect([by.total.current.changeYuan, by.comparable.current.priorYuan]).toEqual([null, null]);
  });

  it('a pool is money of its department: compared where both years know the department', () => {
    const compared = comparison(year(2024, { '126': 5, '126001': 100 }), year(2023, { '126001': 100 }));
    expect([compared.unitsWithoutPrior, total(compared).change]).toEqual([[], '5.00']);
    const whole = year(2024, { '126001': 100, '127': 5, '127001': 6 }, DIVISION);
    const ofDivision = comparison(whole, year(2023, { '126001': 90 }, DIVISION));
    expect(ofDivision.unitsWithoutPrior.map(({ code }) => code)).toEqual(['127', '127001']);
    expect(total(ofDivision).change).toBe('10.00');
  });

  it('a department that has handed nothing down yet is compared as a whole', () => {
    const compared = comparison(year(2024, { '126': 210 }), year(2023, { '126001': 100, '126002': 90 }));
    expect([compared.unitsWithoutCurrent, total(compared).change]).toEqual([[], '20.00']);
  });

  it('a unit with texts alone is not a unit of zero', () => {
    const current = year(2024, { '126001': 110, '126003': 1 });
    const silent = current.units.map((budget) => (budget.unit.code === '126003' ? { ...budget, lines: [] } : budget));
    const compared = comparison({ ...current, units: silent }, year(2023, { '126001': 100, '126003': 50 }));
    expect(total(compared).change).toBe('10.00');
    expect(compared.unitsWithoutCurrent.map(({ code }) => code)).toEqual(['126003']);
  });
});

it('rows add up, and changes are those of the units of both years, whatever the units', () => {
  const amounts = fc.dictionary(
    fc.constantFrom('126', '126001', '126002', '126003', '127', '127001', '127002'),
    fc.integer({ min: 1, max: 1_000 }),
    { noNullPrototype: true },
  );
  fc.assert(
    fc.property(amounts, amounts, fc.constantFrom(...GROUPINGS), (now, before, by) => {
      const [current, prior] = [year(2024, now, DIVISION), year(2023, before, DIVISION)];
      const { rows, comparable, total: all } = compareBy(by, current, prior);
      const sum = (of: readonly (string | null)[]): number =>
        of.reduce((total_, yuan) => total_ + Number(yuan ?? 0), 0);
      const change = comparable.current.changeYuan;
      expect(sum(rows.map(({ measures }) => measures.current.currentYuan))).toBe(Number(all.current.currentYuan));
      expect(sum(rows.map(({ measures }) => measures.current.priorYuan))).toBe(Number(all.current.priorYuan));
      expect(sum(rows.map(({ measures }) => measures.current.changeYuan))).toBe(Number(change ?? 0));
      expect(all.current.changeYuan).toBe(change);
      const published = total(comparison(current, prior)).change;
      expect(published === null).toBe(change === null);
      if (change !== null) expect(Number(published) * 10_000).toBe(Number(change));
    }),
  );
});
