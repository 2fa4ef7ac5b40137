import { shangrao } from '../test/shangrao';
import { csvOf } from './csv';
import { statutoryTable } from './statutory-table';

describe('CSV', () => {
  it('of a statutory table has a BOM, CRLF, the columns and the rows', () => {
    const csv = csvOf(statutoryTable(5, shangrao(2024)));
    expect(csv.startsWith('\ufeff科目编码,科目名称,合计,基本支出,项目支出\r\n,合计,487.90,416.90,71.00\r\n')).toBe(
      true,
    );
    expect(csv.endsWith('2012902,一般行政管理事务,71.00,,71.00\r\n')).toBe(true);
  });

  it.each(['=1+1', '+A1', '-A1', '@x', '\t=1', '\r=1', '\n=1', '＝1+1', '＋A1', '－A1', '＠SUM(1)'])(
    'disarms %j',
    (text) => {
      const [, row] = csvOf({ columns: ['a'], rows: [[text]] }).split('\r\n');
      expect(row).toMatch(/^"?'/);
    },
  );

  it('quotes what needs it, and disarms formulas without touching figures', () => {
    expect(csvOf({ columns: ['a,b', 'say "x"', '=1+1', '@x', '-cmd', '-42.72', '-18.05%', '+1'], rows: [] })).toBe(
      '\ufeff"a,b","say ""x""",\'=1+1,\'@x,\'-cmd,-42.72,-18.05%,\'+1\r\n',
    );
  });
});
