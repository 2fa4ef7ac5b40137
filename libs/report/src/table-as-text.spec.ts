import { shangrao } from '../test/shangrao';
import { alignedText, displayWidth, widestOf } from './aligned-text';
import { statutoryTable } from './statutory-table';
import { tableAsText } from './table-as-text';

describe('a table as text', () => {
  it('aligns columns with CJK characters counted as two wide', () => {
    const lines = tableAsText(statutoryTable(3, shangrao(2024))).split('\n');
    expect(lines[0]).toBe('表3 部门支出总表');
    expect(lines[1]).toContain('填报单位：126001 上饶市妇女联合会  2024 年  单位：万元');
    const rows = lines.slice(5).filter((line) => line.includes('.'));
    const endOfTotal = rows.map((line) => displayWidth(/^.*?\d+\.\d{2}/.exec(line)![0]));
    expect(new Set(endOfTotal).size).toBe(1);
    expect(rows).toHaveLength(6);
  });

  it('ends with the notes', () => {
    expect(tableAsText(statutoryTable(9, shangrao(2024)))).toMatch(/无国有资本经营预算收支\n$/);
  });

  it('is as long as it has to be', () => {
    const rows = [...Array.from({ length: 200_000 }, () => ['']), ['最后']];
    expect(alignedText(rows, ['left'])).toHaveLength(rows.length);
    expect(widestOf(rows.map(([cell = '']) => cell))).toBe(4);
  });

  it('counts widths and lets no control character through', () => {
    expect(displayWidth('万元 1.0')).toBe(8);
    expect(displayWidth('（一）')).toBe(6);
    expect(
      alignedText(
        [
          ['a\u001b[31m', '1'],
          ['中文', '22'],
        ],
        ['left', 'right'],
      ),
    ).toEqual(['a [31m   1', '中文    22']);
  });
});
