import { emptyLine, type Line, type LineDimensions, type PublicationSection, withSections } from '#domain';
import fc from 'fast-check';

import { shangrao } from '../test/shangrao';
import { comparison } from './comparison';
import { explanation } from './explanation';
import { explanationAsText } from './explanation-as-text';
import { textOf } from './narrative';
import { overview } from './overview';
import { publication } from './publication';
import type { ReportInput, UnitBudget } from './report-input';
import type { ReportLevel } from './report-level';
import { statutoryTable, tableNumbersOf } from './statutory-table';

const { units, ...rest } = shangrao(2024);
const [women] = units as [UnitBudget];

function lineOf(unit: string, original: bigint, dimensions: Partial<LineDimensions> = {}): Line {
  const basis: LineDimensions = {
    unit,
    source: 'general-public-budget',
    function: '2012901',
    economic: '30217',
    category: 'operating',
  };
  return { ...emptyLine({ ...basis, ...dimensions }, 2024), original };
}
function unitOf(code: string, name: string, departmentName: string, ...lines: Line[]): UnitBudget {
  const department = code.slice(0, 3);
  const unit = { division: '361100', department, departmentName, code, name };
  return { unit, lines, targets: new Map(), texts: new Map() };
}
const centre = unitOf('126002', '妇女儿童活动中心', '上饶市妇女联合会', lineOf('126002', 20_000_000n));
const youth = unitOf('127001', '共青团上饶市委', '共青团上饶市委', lineOf('127001', 10_000_000n));

function inputAt(level: ReportLevel, ...of: UnitBudget[]): ReportInput {
  const subjects = {
    unit: { code: of[0]!.unit.code, name: of[0]!.unit.name },
    department: { code: '126', name: '上饶市妇女联合会' },
    division: { code: '361100', name: '上饶市' },
  };
  return { ...rest, subject: { level, ...subjects[level] }, units: of, organization: of.map(({ unit }) => unit) };
}
const department = inputAt('department', women, centre);
const division = inputAt('division', women, centre, youth);

describe('titles and notes', () => {
  it.each<[ReportLevel, string[], string]>([
    ['unit', ['单位收入总表', '单位支出总表'], '注：若为空表，则为该单位无政府性基金收支'],
    ['department', ['部门收入总表', '部门支出总表'], '注：若为空表，则为该部门无政府性基金收支'],
    ['division', ['部门收入总表', '部门支出总表'], '注：若为空表，则为该地区无政府性基金收支'],
  ])('follow the level: %s', (level, titles, note) => {
    const input = inputAt(level, women);
    expect([2, 3].map((number) => statutoryTable(number as 2 | 3, input).title)).toEqual(titles);
    expect(statutoryTable(8, input).notes).toEqual([note]);
    expect(statutoryTable(3, input).level).toBe(level);
  });

  it('leave the forms of the whole department to the department', () => {
    expect(tableNumbersOf(inputAt('unit', women))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 11]);
    expect(tableNumbersOf(department)).toHaveLength(11);
    expect(() => statutoryTable(10, inputAt('unit', women))).toThrow(RangeError);
  });
});

describe('the tables of several units', () => {
  it('sum all their lines', () => {
    expect(statutoryTable(3, department).rows[0]!.slice(2)).toEqual(['711.29', '517.38', '193.92']);
    expect(statutoryTable(3, division).rows[0]!.slice(2, 4)).toEqual(['721.29', '527.38']);
    expect(statutoryTable(3, department).unit).toEqual({ code: '126', name: '上饶市妇女联合会' });
  });

  it('have a row for each unit of a department, and for each department of a division, in table 7', () => {
    expect(statutoryTable(7, department)).toMatchObject({
      columns: expect.arrayContaining(['部门编码', '部门名称']) as string[],
      rows: [
        ['', '合计', '23.00', '', '23.00', '', ''],
        ['126001', '上饶市妇女联合会', '3.00', '', '3.00', '', ''],
        ['126002', '妇女儿童活动中心', '20.00', '', '20.00', '', ''],
      ],
    });
    expect(statutoryTable(7, division).rows.slice(1)).toEqual([
      ['126', '上饶市妇女联合会', '23.00', '', '23.00', '', ''],
      ['127', '共青团上饶市委', '10.00', '', '10.00', '', ''],
    ]);
    expect(statutoryTable(7, inputAt('unit', centre)).columns.slice(0, 2)).toEqual(['单位编码', '单位名称']);
  });

  it('name the unit of each form', () => {
    const table = statutoryTable(11, department);
    expect(table.columns).toEqual(['单位名称', '项目名称', '一级指标', '二级指标', '三级指标', '指标值']);
    expect(table.rows[0]!.slice(0, 2)).toEqual(['上饶市妇女联合会', '妇女工作经费']);
    expect(table.rows.every((row) => row.length === table.columns.length)).toBe(true);
    expect(table.details!.blocks[0]).toMatchObject({ unit: { code: '126001' }, department: { code: '126' } });
  });

  it('are the sums of the tables of each, in fen and not in rounded figures', () => {
    const amounts = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(amounts, amounts, (ours, theirs) => {
        const mine = unitOf('126001', '甲', '部门', ...ours.map((fen) => lineOf('126001', fen)));
        const other = unitOf('126002', '乙', '部门', ...theirs.map((fen) => lineOf('126002', fen)));
        const fen = [...ours, ...theirs].reduce((sum, amount) => sum + amount, 0n);
        const together = inputAt('department', mine, other);
        const alone = inputAt('unit', unitOf('126001', '甲', '部门', lineOf('126001', fen)));
        for (const number of [1, 2, 3, 4, 5, 6, 8, 9] as const) {
          expect(statutoryTable(number, together).rows).toEqual(statutoryTable(number, alone).rows);
        }
      }),
    );
  });

  it("refuse a line that is another unit's", () => {
    const foreign = { ...centre, lines: [lineOf('126003', 1n)] };
    expect(() => statutoryTable(3, inputAt('department', women, foreign))).toThrow(RangeError);
  });
});

describe('the explanation of several units', () => {
  const prior = { ...shangrao(2023), subject: department.subject };

  it('says whose prior year is unknown, and compares with what is known', () => {
    const compared = comparison(department, prior);
    expect(compared.unitsWithoutPrior).toEqual([{ code: '126002', name: '妇女儿童活动中心', amount: '20.00' }]);
    const text = explanationAsText(explanation(department, prior));
    expect(text).toContain(
      '妇女儿童活动中心 2024 年预算 20 万元，2023 年预算数未知。以下各项增减只比较两年都有预算数的单位（同口径）。',
    );
    expect(text).toContain('收入预算总额为 711.29 万元，同口径较上年预算安排增加 41.93 万元');
  });

  it('adds up assets of one day, and tells those of another day by themselves', () => {
    const assets = (countedOn: string, total: number): PublicationSection => ({
      section: 'state-assets',
      countedOn,
      vehicles: { total, byKind: [{ kind: '一般公务用车', count: total }] },
      purchases: { vehicles: 1, largeEquipment: 0, largeEquipmentFromYuan: '2000000.00' },
    });
    const with_ = (countedOn: string): string =>
      explanationAsText(
        explanation(
          inputAt('department', women, { ...centre, texts: withSections(new Map(), [assets(countedOn, 2)]) }),
          undefined,
        ),
      );
    expect(with_('2023-09-30')).toContain('部门共有车辆 2 辆，其中：一般公务用车 2 辆，执法执勤用车 0 辆。');
    expect(with_('2023-09-30')).toContain('2024 年部门预算安排购置车辆 1 辆');
    expect(with_('2023-12-31')).toContain('截至 2023 年 12 月 31 日，妇女儿童活动中心共有车辆 2 辆');
    expect(explanationAsText(explanation(department, undefined))).toContain(
      '以上不含未录入国有资产占有使用情况的单位：妇女儿童活动中心。',
    );
  });

  it('calls each level by its name', () => {
    const text = (input: ReportInput): string => explanationAsText(explanation(input, undefined));
    expect(text(inputAt('unit', centre))).toContain('2024 年本单位政府采购总额 0 万元');
    expect(text(inputAt('unit', centre))).toContain('本单位没有使用政府性基金预算拨款安排的支出。');
    expect(text(division)).toContain('2024 年各部门所属各单位政府采购总额 5.16 万元');
    expect(text(division)).toContain('本地区没有使用国有资本经营预算拨款安排的支出。');
    expect(text(department)).toContain('1. 妇女工作经费（上饶市妇女联合会）');
  });
});

describe('the overview', () => {
  const said = (input: ReportInput): string[] =>
    overview(input).flatMap(({ heading, paragraphs }) => [heading, ...paragraphs.map(textOf)]);

  it('lists units, departments, and whose staff is unknown', () => {
    expect(said(department)).toContain(
      '2024 年上饶市妇女联合会共有预算单位 2 个，包括：上饶市妇女联合会本级、妇女儿童活动中心。',
    );
    expect(said(division)).toContain(
      '2024 年上饶市共有预算部门 2 个、预算单位 3 个，预算部门包括：上饶市妇女联合会、共青团上饶市委。',
    );
    expect(said(inputAt('unit', centre))).toEqual([
      '一、单位主要职责',
      '未录入。',
      '二、机构设置及人员情况',
      '妇女儿童活动中心是上饶市妇女联合会所属预算单位。',
      '妇女儿童活动中心的编制和实有人数未登记。',
    ]);
  });

  it('adds up the staff of several units', () => {
    const staffed = { ...centre, unit: { ...centre.unit, staffing: women.unit.staffing! } };
    expect(said(inputAt('department', women, staffed)).at(-1)).toMatch(/^编制人数小计 28 人.*退休人数 14 人。$/);
  });

  it('names the unit before its own text where several have some', () => {
    const texts = withSections(new Map(), [{ section: 'duties', paragraphs: ['举办活动。'] }]);
    expect(said(inputAt('department', women, { ...centre, texts })).slice(0, 2)).toEqual([
      '一、部门主要职责',
      '上饶市妇女联合会：',
    ]);
    expect(said(inputAt('department', women, { ...centre, texts }))).toContain('妇女儿童活动中心：');
    // What one of several units has recorded is not true of all.
    expect(said(division).slice(0, 2)).toEqual(['一、部门主要职责', '上饶市妇女联合会：']);
    expect(said(inputAt('department', women))[1]).toMatch(/^一是/);
  });
});

describe('the publication', () => {
  it('has its four parts at every level', () => {
    const { title, overview: first, tables, explanation: third, glossary } = publication(division, undefined);
    expect([title, first.title, tables.title, third.title, glossary.title]).toEqual([
      '上饶市 2024 年部门预算',
      '上饶市概况',
      '上饶市 2024 年部门预算表',
      '上饶市 2024 年部门预算情况说明',
      '名词解释',
    ]);
    expect(publication(inputAt('unit', centre), undefined).title).toBe('妇女儿童活动中心 2024 年单位预算');
    expect(publication(inputAt('unit', centre), undefined).tables.tables).toHaveLength(10);
  });

  it('explains each term once', () => {
    const again = publication(inputAt('department', women, { ...centre, texts: women.texts }), undefined).glossary;
    expect(again).toEqual(publication(inputAt('department', women), undefined).glossary);
    expect(again.sections.map(({ heading }) => heading)).toEqual(['一、收入科目', '二、支出科目', '三、相关专业名词']);
    expect(textOf(again.sections[0]!.paragraphs[0]!)).toBe('（一）财政拨款：指市级财政当年拨付的资金。');
  });
});
