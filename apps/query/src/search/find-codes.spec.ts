import { loadChart } from '#wire';

import { CodeIndex } from './find-codes';

describe('codes of the charts', () => {
  const index = new CodeIndex(loadChart([]));
  const codes = (text: string, ...kinds: string[]) => index.find(text, kinds).map(({ code, match }) => [code, match]);

  it('are found by code, by name and by how they are spoken', () => {
    expect(codes('2012902', 'function')).toEqual([['2012902', 'code']]);
    expect(codes('20129', 'function')).toEqual(expect.arrayContaining([['2012902', 'code-prefix']]));
    expect(codes('一般行政', 'function')).toEqual(expect.arrayContaining([['2012902', 'name-prefix']]));
    expect(codes('管理事务', 'function')).toEqual(expect.arrayContaining([['2012902', 'name-part']]));
    expect(codes('ybxzglsw', 'function')).toEqual(expect.arrayContaining([['2012902', 'pinyin']]));
    expect(codes('yibanxing', 'function')).toEqual(expect.arrayContaining([['2012902', 'pinyin']]));
    expect(codes('bangongf', 'economic')).toEqual([['30201', 'pinyin']]);
  });

  it('are found only of the kinds that are asked for', () => {
    expect(codes('2012902', 'economic')).toEqual([]);
    expect(codes('没有这个科目', 'function', 'economic')).toEqual([]);
  });
});
