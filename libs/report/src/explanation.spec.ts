import { emptyLine, type Line, type LineDimensions, type PublicationSection, withSections } from '#domain';

import { publishedParagraphs, shangrao, withLines } from '../test/shangrao';
import { type Explanation, explanation } from './explanation';
import { explanationAsText } from './explanation-as-text';
import { type Sentence, textOf } from './narrative';
import { overview } from './overview';
import type { ReportInput } from './report-input';

const current = shangrao(2024);
const prior = shangrao(2023);
const explained = explanation(current, prior);

function paragraphsOf({ sections }: Pick<Explanation, 'sections'>): string[] {
  return sections.flatMap(({ paragraphs }) => paragraphs.map(textOf));
}
function sentencesOf({ sections }: Explanation): Sentence[] {
  return sections.flatMap(({ paragraphs }) => paragraphs.flat());
}
function withTexts(input: ReportInput, ...sections: PublicationSection[]): ReportInput {
  return {
    ...input,
    units: input.units.map((budget) => ({ ...budget, texts: withSections(budget.texts, sections) })),
  };
}
function lineOf(original: bigint, dimensions: Partial<LineDimensions> = {}): Line {
  const basis: LineDimensions = {
    unit: '126001',
    source: 'general-public-budget',
    function: '2012901',
    economic: '30201',
    category: 'operating',
  };
  return { ...emptyLine({ ...basis, ...dimensions }, 2024), original };
}

describe('the published explanation', () => {
  const said = [...paragraphsOf(explained), ...paragraphsOf({ sections: overview(current) })];

  it.each(publishedParagraphs)('is said word for word, figure for figure: %s', (paragraph) => {
    expect(said).toContain(paragraph);
  });

  it('says nothing else with a figure but what was recorded of the projects', () => {
    const recorded = /^[①-⑤]/;
    const more = said.filter((text) => /\d/.test(text) && !recorded.test(text) && !publishedParagraphs.includes(text));
    expect(more).toEqual([]);
  });

  it('has the headings of the document', () => {
    expect(explained.title).toBe('上饶市妇女联合会 2024 年部门预算情况说明');
    expect(explained.sections.map(({ heading }) => heading)).toEqual([
      '一、2024 年部门预算收支情况说明',
      '（一）收入预算情况',
      '（二）支出预算情况',
      '（三）财政拨款支出情况',
      '（四）政府性基金情况',
      '（五）国有资本经营情况',
      '（六）机关运行经费等重要事项等说明',
      '（七）政府采购情况',
      '（八）国有资产占有使用情况',
      '（九）项目情况说明',
      '1. 妇女工作经费',
      '2. 妇女工作经费（上年结余）',
      '3. 2024 年度江西省妇女儿童发展专项项目资金',
      '二、2024 年“三公”经费预算情况说明',
    ]);
  });

  it('names the measure of every sentence with an amount', () => {
    const amounts = sentencesOf(explained).filter(({ text }) => /\d ?万元/.test(text) && !text.includes('单位价值'));
    expect(amounts.length).toBeGreaterThan(35);
    expect(amounts.every(({ measure }) => measure !== null)).toBe(true);
    expect(sentencesOf(explained).find(({ measure }) => measure === '财政拨款/项目支出/302')!.text).toBe(
      '商品和服务支出 65.84 万元，',
    );
  });

  it('reads as plain text, a paragraph a line', () => {
    const text = explanationAsText(explained);
    expect(text.startsWith('上饶市妇女联合会 2024 年部门预算情况说明\n\n一、2024 年')).toBe(true);
    for (const paragraph of publishedParagraphs.slice(2)) expect(text).toContain(`\n${paragraph}\n`);
  });
});

describe('an explanation', () => {
  it('compares nothing where the prior year is unknown, and says so once', () => {
    const unknown = explanation(current, undefined);
    const text = explanationAsText(unknown);
    expect(text).toContain('2023 年预算数未知，以下各数不与上年比较。');
    expect(text).toContain('2024 年上饶市妇女联合会收入预算总额为 691.29 万元，财政拨款收入 487.9 万元；');
    expect(text).toContain('\n公务接待费3万元。\n');
    expect(text).not.toMatch(/较上年|与上年安排|比 2023/);
  });

  it('takes a prior year of zero for zero', () => {
    const text = explanationAsText(
      explanation(current, withLines(prior, [emptyLine(prior.units[0]!.lines[0]!, 2023)])),
    );
    expect(text).toContain('收入预算总额为 691.29 万元，较上年预算安排增加 691.29 万元');
    expect(text).toContain('机关运行费预算 42.65 万元，比 2023 年预算增加 42.65 万元。');
    expect(text).not.toContain('未知');
  });

  it('leaves a class that had money in the year before alone out of the amount, but not out of the comparison', () => {
    const lines = [lineOf(1_000_000n)];
    const text = explanationAsText(explanation(withLines(current, lines), prior));
    expect(text).toContain('基本支出 1 万元，较上年预算安排减少 411.72 万元，其中：商品和服务支出 1 万元。');
    expect(text).toContain('对个人和家庭的补助 0 万元，较上年预算安排减少 7.3 万元；');
    expect(text).toContain('项目支出 0 万元，较上年预算安排减少 236.64 万元。');
  });

  it('tells a fund with money by its amount, and who pays for “三公” when it is not the general budget alone', () => {
    const fund = lineOf(5_000_000n, {
      source: 'government-fund',
      economic: '30217',
      category: 'project',
      project: '甲',
    });
    const text = explanationAsText(explanation(withLines(current, [fund]), prior));
    expect(text).toContain('2024 年上饶市妇女联合会政府性基金预算支出 5 万元，较上年预算安排增加 5 万元。');
    expect(text).toContain('“三公”经费财政拨款安排5万元');
    expect(text).toContain('公务接待费5万元，较上年预算安排增加2万元。');
  });

  it('names other income where there is some', () => {
    const income = lineOf(2_500_000n, { source: 'institutional-income' });
    const text = explanationAsText(explanation(withLines(current, [income]), undefined));
    expect(text).toContain('收入预算总额为 2.5 万元，财政拨款收入 0 万元；事业收入 2.5 万元；上年结转（结余）0 万元。');
  });

  it('says nothing of assets and projects that nobody recorded', () => {
    const bare = {
      ...current,
      units: current.units.map((budget) => ({ ...budget, texts: new Map(), targets: new Map() })),
    };
    const text = explanationAsText(explanation(bare, prior));
    expect(text).toContain('国有资产占有使用情况未录入。');
    expect(text).toContain('\n1. 妇女工作经费\n①年度预算安排：71.0 万元。\n');
    expect(text).not.toContain('项目概述');
  });

  it('says so where there is no project, and lists none', () => {
    const ordinary = current.units.flatMap(({ lines }) => lines).filter((line) => line.project === undefined);
    const bare = withLines(current, ordinary);
    const units = bare.units.map((unit) => ({ ...unit, targets: new Map(), texts: new Map() }));
    expect(explanationAsText(explanation({ ...bare, units }, undefined))).toContain(
      '（九）项目情况说明\n本部门没有安排项目支出。\n',
    );
  });

  it('gives the recorded reason behind each change, and tells which it could not place', () => {
    const reason = (measure: string, text: string): PublicationSection => ({
      section: 'change-reason',
      measure,
      reason: text,
    });
    const told = explanation(
      withTexts(
        current,
        reason('基本支出', '人员增加。'),
        reason('三公/合计', '厉行节约'),
        reason('政府采购总额', '采购减少'),
        reason('政府性基金支出', '没有安排'),
        reason('三公/公务接待费', '外事活动'),
        reason('机关运行费', ''),
        reason('基本支出/301', '没有地方'),
        reason('不存在', '也没有'),
      ),
      prior,
    );
    const text = explanationAsText(told);
    expect(text).toContain('基本支出 497.38 万元，较上年预算安排增加 84.66 万元，主要原因是人员增加，其中：');
    expect(text).toContain('“三公”经费增减变化的主要原因是厉行节约。');
    expect(text).toContain('政府采购总额增减变化的主要原因是采购减少。');
    expect(text).toContain('本部门没有使用政府性基金预算拨款安排的支出，主要原因是没有安排。');
    expect(text).toContain('公务接待费3万元，与上年安排保持一致，主要原因是外事活动。');
    expect(text).toContain('机关运行费预算 42.65 万元，比 2023 年预算增加 16.49 万元，增长 63.04%。');
    expect(sentencesOf(told).find(({ measure }) => measure === '基本支出')).toMatchObject({ reason: '人员增加' });
    expect(told.unplacedReasons).toEqual([
      { measure: '基本支出/301', reason: '没有地方' },
      { measure: '不存在', reason: '也没有' },
    ]);
    expect(explanation(withTexts(current, reason('基本支出', '人员增加')), undefined).unplacedReasons).toHaveLength(1);
  });
});
