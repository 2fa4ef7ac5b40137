import { chartOf, type ChartRow } from './chart';

const rows: ChartRow[] = [
  { kind: 'economic', year: 2023, code: '30201', name: '办公费' },
  { kind: 'economic', year: 2023, code: '30299', name: '其他商品和服务支出' },
  { kind: 'economic', year: 2025, code: '30201', name: '办公费用' },
  { kind: 'function', year: 2024, code: '2012901', name: '行政运行' },
];

describe('a chart of accounts', () => {
  const chart = chartOf(rows, 'hash');

  it('names the codes of a year', () => {
    expect(chart.nameOf('economic', 2023, '30201')).toBe('办公费');
    expect(chart.nameOf('economic', 2025, '30201')).toBe('办公费用');
  });

  it('uses the newest earlier list for a year without one of its own', () => {
    expect(chart.nameOf('economic', 2024, '30201')).toBe('办公费');
    expect(chart.nameOf('economic', 2099, '30201')).toBe('办公费用');
  });

  it('replaces a list as a whole, so that a code that was dropped is unknown from then on', () => {
    expect(chart.nameOf('economic', 2024, '30299')).toBe('其他商品和服务支出');
    expect(chart.nameOf('economic', 2025, '30299')).toBeUndefined();
  });

  it('knows nothing of a year before its first list, or of another kind', () => {
    expect(chart.nameOf('economic', 2022, '30201')).toBeUndefined();
    expect(chart.nameOf('function', 2023, '2012901')).toBeUndefined();
    expect(chart.nameOf('income', 2024, '2012901')).toBeUndefined();
    expect(chart.nameOf('function', 2024, '30201')).toBeUndefined();
  });

  it('lets a later row of the same code replace the earlier one, in whatever order the years come', () => {
    const corrected = chartOf(
      [...rows].reverse().concat({ kind: 'economic', year: 2023, code: '30201', name: '更正' }),
      'other',
    );
    expect(corrected.nameOf('economic', 2023, '30201')).toBe('更正');
    expect(corrected.nameOf('economic', 2025, '30201')).toBe('办公费用');
  });

  it('carries the hash that it was given', () => {
    expect(chart.hash).toBe('hash');
  });

  it('may be empty', () => {
    expect(chartOf([], '').nameOf('function', 2024, '2012901')).toBeUndefined();
  });
});
