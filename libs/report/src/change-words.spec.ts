import { changeWords, type ComparedPair, type ExactPair } from './change-words';
import { profileOf } from './profiles';
import type { ReportLevel } from './report-level';

function wordsOf(level: ReportLevel) {
  const { words, rounding } = profileOf({});
  return { ...words.levels[level], rounding };
}

/** Both years know everybody. */
function whole({ current, prior }: ExactPair): ComparedPair {
  const comparable = prior === undefined ? undefined : { current, prior };
  return { all: { current, prior }, comparable, isPartial: false };
}

describe('the words of a change', () => {
  const ratio = { kind: 'change-and-ratio' } as const;
  const fund = { kind: 'none-of', fund: '政府性基金' } as const;
  it.each([
    [{ current: 50_000_000n, prior: 100_000_000n }, ratio, '比 2023 年预算减少 50 万元，下降 50%'],
    [{ current: 100_000_001n, prior: 100_000_000n }, ratio, '比 2023 年预算增加不足 0.01 万元，增长不足 0.01%'],
    [{ current: 100n, prior: 100n }, ratio, '与上年安排保持一致'],
    [{ current: 0n, prior: undefined }, fund, '本部门没有使用政府性基金预算拨款安排的支出'],
    [
      { current: 0n, prior: 71_000_000n },
      fund,
      '本部门没有使用政府性基金预算拨款安排的支出，较上年预算安排减少 71 万元',
    ],
    [{ current: 71_000_000n, prior: undefined }, fund, '上年数未知，无法比较'],
    [{ current: 71_000_000n, prior: 0n }, fund, '较上年预算安排增加 71 万元'],
  ])('%o', (pair, wording, expected) => {
    expect(changeWords(whole(pair), 2023, wording, wordsOf('department'))).toBe(expected);
  });

  it('names whose budget it is', () => {
    const words = changeWords(whole({ current: 0n, prior: 0n }), 2023, fund, wordsOf('unit'));
    expect(words).toBe('本单位没有使用政府性基金预算拨款安排的支出');
  });
});
