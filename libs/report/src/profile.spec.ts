import { SECOND_PROFILE } from '../test/second-profile';
import { shangrao, withLines } from '../test/shangrao';
import { comparison } from './comparison';
import { profileOf } from './profiles';
import { publication } from './publication';
import { linesOf, type ReportInput } from './report-input';
import { isOfDepartmentsAlone, statutoryTable, tableNumbersOf } from './statutory-table';
import { csvOf } from './csv';
import { tableAsHtml } from './table-as-html';
import { tableCell, tableCells } from './table-cells';
import { changesOfLine, tableChanges } from './table-diff';
import { TABLE_NUMBERS, type TableNumber } from './table-number';
import { tablesOf, tablesOfTargets, tablesOfUnits, tablesTouched } from './tables-touched';

const first = shangrao(2024);
const second: ReportInput = { ...first, profile: SECOND_PROFILE };

function changesOf(number: TableNumber, from: ReportInput, to: ReportInput) {
  const steps = tableChanges(number, from, to);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

describe('the profile of a place', () => {
  it('is its own where it has one, and that of the first place everywhere else', () => {
    for (const division of ['361100', '330100', undefined]) expect(profileOf({ division }).version).toBe('jiangxi-4');
  });
});

describe('another place is another profile', () => {
  it('which says what a budget is published in', () => {
    expect(tableNumbersOf(first)).toEqual(TABLE_NUMBERS);
    expect(tableNumbersOf(second)).toEqual([1, 6, 7]);
    expect(tableNumbersOf({ ...second, subject: { ...second.subject, level: 'division' } })).toEqual([6]);
    for (const number of [2, 10, 11] as const) expect(() => statutoryTable(number, second)).toThrow(RangeError);
    const unit: ReportInput = { ...second, subject: { ...second.subject, level: 'unit' } };
    expect([2, 6, 7].map((number) => isOfDepartmentsAlone(number as TableNumber, unit))).toEqual([false, false, true]);
    expect(publication(second, undefined).tables.tables.map(({ title }) => title)).toEqual([
      '主管收支平衡表',
      '我部门支出分类表',
      '公务接待费表',
    ]);
  });

  it('whose layouts, words and rounding the tables follow', () => {
    const table = statutoryTable(6, second);
    expect(table).toMatchObject({
      title: '我部门支出分类表',
      columns: ['类', '名称', '项目', '全部'],
      rows: [
        ['', '总计', '194', '691'],
        ['301', '工资福利支出', '', '424'],
        ['302', '商品和服务支出', '189', '258'],
        ['303', '对个人和家庭的补助', '', '4'],
        ['310', '资本性支出', '5', '5'],
      ],
      addresses: expect.arrayContaining([['', '', '301/projects', '301/total']]) as string[][],
      notes: [`注：这个部门共 ${linesOf(second).length} 条预算线`],
      alignments: ['left', 'left', 'right', 'right'],
    });
    expect(csvOf(table)).toContain('301,工资福利支出,,424');
    expect(tableAsHtml(statutoryTable(1, second))).toContain('A4 landscape');
    expect(statutoryTable(1, second).rows.map(([name, , right]) => [name, right])).toEqual([
      ['拨款', '基本'],
      ['', '项目'],
    ]);
    expect(comparison(second, undefined).measures[0]!.current).toBe('691');
  });

  it('whose cells are found and sum what they print', () => {
    expect(tableCell(6, second, { row: '302', column: 'projects' })).toMatchObject({
      row: { key: '302', name: '商品和服务支出' },
      column: { key: 'projects', name: '项目' },
      printed: '189',
    });
    expect(tableCell(6, first, { row: '302', column: 'projects' })).toBeUndefined();
    expect(tableCells(2, second)).toEqual([]);
    expect(tableCell(2, second, { row: '201', column: 'total' })).toBeUndefined();
  });

  it('whose tables differ where a line of theirs does', () => {
    const line = linesOf(second).find(({ economic, category }) => economic === '30217' && category === 'project');
    const changed = { ...line!, supplemented: 2_500_000n };
    const later = withLines(
      second,
      linesOf(second).map((one) => (one === line ? changed : one)),
    );
    const changes = changesOf(6, second, later);
    const ofLine = changesOfLine(6, later, changes);
    expect(changes.map(({ row, column, change }) => [row.key, column.key, change])).toEqual([
      ['total', 'projects', '2'],
      ['total', 'total', '2'],
      ['302', 'projects', '2'],
      ['302', 'total', '2'],
    ]);
    expect(ofLine(changed)).toHaveLength(4);
    expect(changesOf(2, second, later)).toEqual([]);
    expect(tablesTouched(SECOND_PROFILE, { before: line!, after: changed })).toEqual([1, 6, 7]);
    expect(tablesOf(SECOND_PROFILE, line!)).toEqual([1, 6, 7]);
    expect(tablesOf(first.profile, line!)).not.toEqual([1, 6, 7]);
    expect(tablesOfUnits(SECOND_PROFILE)).toEqual([1, 6, 7]);
    expect(tablesOfTargets(SECOND_PROFILE, 'unit')).toEqual([]);
    expect(tablesOfTargets(first.profile, 'unit')).toEqual([10]);
    expect(tablesOfTargets(first.profile, 'projects')).toEqual([11]);
  });
});
