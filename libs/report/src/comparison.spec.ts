import { emptyLine } from '#domain';

import { published, shangrao, withLines } from '../test/shangrao';
import { comparison, type ComparisonMeasure } from './comparison';
import { comparisonAsCsv } from './comparison-as-csv';
import { comparisonAsText } from './comparison-as-text';

const compared = comparison(shangrao(2024), shangrao(2023));
const measureOf = (name: string, within = compared): ComparisonMeasure =>
  within.measures.find(({ measure }) => measure === name)!;

describe('the published comparison', () => {
  it.each(published.yearOverYear)('comes out: $measure', ({ measure, ...figures }) => {
    expect(measureOf(measure)).toMatchObject(figures);
  });

  it('keeps the order of the document', () => {
    const names = published.yearOverYear.map(({ measure }) => measure);
    expect(compared.measures.map(({ measure }) => measure).filter((name) => names.includes(name))).toEqual(names);
  });

  it('names each measure once', () => {
    const names = compared.measures.map(({ measure }) => measure);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each([
    ['收入预算总额', '较上年预算安排增加 41.93 万元'],
    ['项目支出', '较上年预算安排减少 42.72 万元'],
    ['财政拨款/项目支出', '较上年预算安排减少 47 万元'],
    ['财政拨款/function/201', '较上年预算安排增加 10.57 万元'],
    ['机关运行费', '比 2023 年预算增加 16.49 万元，增长 63.04%'],
    ['三公/公务接待费', '与上年安排保持一致'],
    ['三公/因公出国（境）费', '与上年安排保持一致'],
    ['政府性基金支出', '本部门没有使用政府性基金预算拨款安排的支出'],
    ['国有资本经营支出', '本部门没有使用国有资本经营预算拨款安排的支出'],
  ])('says it in the words of the document: %s', (measure, words) => {
    expect(measureOf(measure).words).toBe(words);
  });

  it('names classes for people', () => {
    expect(measureOf('基本支出/301').name).toBe('工资福利支出');
    expect(measureOf('function/201').name).toBe('一般公共服务支出');
  });

  it('shows a class that had money in the prior year alone', () => {
    expect(measureOf('项目支出/301')).toMatchObject({
      current: '0.00',
      prior: '9.80',
      change: '-9.80',
      ratio: '-100.00%',
      words: '较上年预算安排减少 9.8 万元',
    });
  });
});

describe('a comparison', () => {
  it('does not take an unknown prior year for zero', () => {
    const unknown = comparison(shangrao(2024), undefined);
    expect(unknown.priorYear).toBe(2023);
    expect(measureOf('收入预算总额', unknown)).toEqual({
      measure: '收入预算总额',
      name: '收入预算总额',
      current: '691.29',
      prior: null,
      comparableCurrent: null,
      comparablePrior: null,
      change: null,
      ratio: null,
      words: '上年数未知，无法比较',
    });
    expect(
      unknown.measures.every(({ prior, change, ratio }) => prior === null && change === null && ratio === null),
    ).toBe(true);
  });

  it('has no percentage of zero', () => {
    const empty = comparison(
      shangrao(2024),
      withLines(shangrao(2023), [emptyLine(shangrao(2023).units[0]!.lines[0]!, 2023)]),
    );
    expect(measureOf('机关运行费', empty)).toMatchObject({
      prior: '0.00',
      change: '42.65',
      ratio: null,
      words: '比 2023 年预算增加 42.65 万元',
    });
  });

  it('rounds the exact difference and not the difference of rounded figures', () => {
    const change = measureOf('支出预算总额');
    expect(change).toMatchObject({ current: '691.29', prior: '649.36', change: '41.93' });
    const [line] = shangrao(2024).units[0]!.lines;
    const [before] = shangrao(2023).units[0]!.lines;
    const pair = comparison(
      withLines(shangrao(2024), [{ ...line!, original: 1_005_000n }]),
      withLines(shangrao(2023), [{ ...before!, original: 1_004_999n }]),
    );
    expect(measureOf('收入预算总额', pair)).toMatchObject({ current: '1.01', prior: '1.00', change: '0.00' });
    expect(measureOf('收入预算总额', pair).words).toBe('较上年预算安排增加不足 0.01 万元');
  });

  it('is written for terminals and for spreadsheets', () => {
    const text = comparisonAsText(compared);
    expect(text).toContain('2024 年与 2023 年预算比较');
    expect(text).toMatch(/机关运行费 +42\.65 +26\.16 +16\.49 +63\.04% +比 2023 年预算增加/);
    const csv = comparisonAsCsv(compared);
    expect(csv.startsWith('\ufeff指标,名称,')).toBe(true);
    expect(csv).toContain(
      '\r\n项目支出,项目支出,193.92,236.64,193.92,236.64,-42.72,-18.05%,较上年预算安排减少 42.72 万元\r\n',
    );
    expect(comparisonAsText(comparison(shangrao(2024), undefined))).toContain('—');
  });
});
