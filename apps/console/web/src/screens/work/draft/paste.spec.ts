import { lineFields } from '../forms/line-fields';
import { cellsOf, isTable, pasted } from './paste';

const FIELDS = lineFields({ unit: 'unit', amount: 'amount', origin: 'possible' });

test('cells are apart by tabs, rows by line breaks, and quotes hold both', () => {
  expect(cellsOf('a\tb\r\n"c\nd"\t"e ""f"""\n\n')).toEqual([
    ['a', 'b'],
    ['c\nd', 'e "f"'],
  ]);
  expect(cellsOf('a\t\t')).toEqual([['a', '', '']]);
});

test('a word goes into its field, and rows of a spreadsheet are a table', () => {
  expect(isTable('1,234.50')).toBe(false);
  expect(isTable('1,234.50\r\n')).toBe(false);
  expect(isTable('a\tb')).toBe(true);
  expect(isTable('a\nb')).toBe(true);
});

test('rows fill from the cell on, names become values and codes lose their names', () => {
  const cells = cellsOf(
    '126001 上饶市妇女联合会\t一般公共预算拨款\t2012901\t30201 办公费\t公用\t\t\t\t1,000\n126002\t事业\t2012901\t30201\tproject\t培训\t货物\t2023\t2万',
  );
  expect(pasted([{ unit: '1' }], FIELDS, { row: 0, field: 'unit' }, cells)).toEqual([
    {
      unit: '126001',
      source: 'general-public-budget',
      function: '2012901',
      economic: '30201',
      category: 'operating',
      project: '',
      procurement: '',
      originYear: '',
      amountYuan: '1,000',
    },
    // 事业 may be two sources, so it stays as it is and its field says so.
    expect.objectContaining({ source: '事业', category: 'project', procurement: 'goods', amountYuan: '2万' }),
  ]);
  const column = pasted([{ unit: '126001' }], FIELDS, { row: 0, field: 'amountYuan' }, [['1'], ['2']]);
  expect(column).toEqual([{ unit: '126001', amountYuan: '1' }, { amountYuan: '2' }]);
});
