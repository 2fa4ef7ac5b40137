import { emptyLine, type Line, type PublicationSection, withSections } from '#domain';

import { shangrao } from '../test/shangrao';
import { comparison } from './comparison';
import { explanation } from './explanation';
import { explanationAsText } from './explanation-as-text';
import { publication } from './publication';
import type { ReportInput } from './report-input';
import { statutoryTable } from './statutory-table';

/** The Shangrao budget with money of a fund, in 万元: of the year itself and carried over. */
function having(fiscalYear: 2023 | 2024, source: Line['source'], own: number, carried: number): ReportInput {
  const input = shangrao(fiscalYear);
  const basis = {
    unit: '126001',
    source,
    function: '2120801',
    economic: '30201',
    category: 'operating' as const,
  };
  const lines = [
    { ...emptyLine(basis, fiscalYear), original: BigInt(own) * 1_000_000n },
    { ...emptyLine({ ...basis, originYear: fiscalYear - 1 }, fiscalYear), carriedOver: BigInt(carried) * 1_000_000n },
  ];
  return { ...input, units: input.units.map((budget) => ({ ...budget, lines: [...budget.lines, ...lines] })) };
}

describe.each([
  ['government-fund', '政府性基金', 8, '注：若为空表，则为该部门无政府性基金收支'],
  ['state-capital', '国有资本经营', 9, '注：若为空表，则为该部门无国有资本经营预算收支'],
] as const)('a unit whose %s', (source, fund, table, emptyNote) => {
  const told = (current: ReportInput, prior: ReportInput): string => explanationAsText(explanation(current, prior));
  const of = (own: number, carried: number): ReportInput => having(2024, source, own, carried);
  const before = (own: number, carried: number): ReportInput => having(2023, source, own, carried);

  it('is all carried over has it: no note and no sentence says that there is none, or less', () => {
    const [current, prior] = [of(0, 71), before(71, 0)];
    const { notes, rows } = statutoryTable(table, current);
    expect(rows).toEqual([['', '合计', '', '', '']]);
    expect(notes.join()).toContain('上年结转 71 万元');
    expect(notes).not.toContain(emptyNote);
    const text = told(current, prior);
    expect(text).toContain(`${fund}预算支出（含上年结转）71 万元，与上年安排保持一致。`);
    expect(text).not.toContain(`没有使用${fund}`);
    expect(JSON.stringify(publication(current, prior))).not.toContain(emptyNote);
    const words = new Map(comparison(current, prior).measures.map((one) => [one.measure, one.words]));
    expect(words.get(`${fund}支出`)).toBe(`本部门本年没有安排${fund}预算拨款`);
    expect(words.get(`${fund}支出/含上年结转`)).toBe('与上年安排保持一致');
  });

  it('is of both kinds is told with both, and its change is that of both', () => {
    expect(told(of(20, 30), before(20, 40))).toContain(
      `${fund}预算支出（含上年结转）50 万元，较上年预算安排减少 10 万元。`,
    );
  });

  it('was carried over in the year before alone has become less', () => {
    const current = of(0, 0);
    expect(statutoryTable(table, current).notes).toEqual([emptyNote]);
    expect(told(current, before(0, 5))).toContain(
      `本部门没有使用${fund}预算拨款安排的支出，较上年预算安排减少 5 万元。`,
    );
  });

  it('is not there has none, in the words of the document', () => {
    expect(statutoryTable(table, of(0, 0)).notes).toEqual([emptyNote]);
    expect(told(of(0, 0), before(0, 0))).toContain(`本部门没有使用${fund}预算拨款安排的支出。`);
    expect(told(of(7, 0), before(5, 0))).toContain(`${fund}预算支出 7 万元，较上年预算安排增加 2 万元。`);
  });

  it('has a reason recorded keeps it', () => {
    const reason: PublicationSection = { section: 'change-reason', measure: `${fund}支出`, reason: '结转项目实施' };
    const current = of(0, 30);
    const units = current.units.map((budget) => ({ ...budget, texts: withSections(budget.texts, [reason]) }));
    const { unplacedReasons, ...rest } = explanation({ ...current, units }, before(71, 0));
    expect(unplacedReasons.map(({ measure }) => measure)).not.toContain(`${fund}支出`);
    expect(explanationAsText({ unplacedReasons, ...rest })).toContain('减少 41 万元，主要原因是结转项目实施。');
  });
});
