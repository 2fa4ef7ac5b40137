import { compareBy } from '#report';

import { shangrao } from '../../../../libs/report/test/shangrao';
import { dimensionComparisonAsCsv } from './dimension-comparison-csv';

const rowsBy = (prior: ReturnType<typeof shangrao> | undefined) =>
  dimensionComparisonAsCsv(compareBy('category', shangrao(2024), prior));

describe('a comparison by a dimension as CSV', () => {
  it('has a row for each measure of each row, with both totals behind them', () => {
    const { columns, rows } = rowsBy(shangrao(2023));
    expect(columns).toEqual([
      ...['key', 'name', 'of', 'measure'],
      ...['currentYuan', 'priorYuan', 'changeYuan', 'ratio', 'share', 'priorShare'],
    ]);
    expect(rows.every((row) => row.length === columns.length)).toBe(true);
    expect(rows.slice(-8).map(([key, , , measure]) => `${key} ${measure}`)).toEqual(
      ['comparable', 'total'].flatMap((key) =>
        ['original', 'current', 'paid', 'available'].map((of) => `${key} ${of}`),
      ),
    );
  });

  it('leaves empty what is unknown, which is not zero', () => {
    const total = rowsBy(undefined).rows.find(([key, , , measure]) => key === 'total' && measure === 'current');
    expect(total?.[4]).toMatch(/^\d+\.\d\d$/);
    expect(total?.slice(5, 8)).toEqual([undefined, undefined, undefined]);
  });
});
