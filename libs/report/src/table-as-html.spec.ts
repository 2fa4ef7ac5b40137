import { shangrao } from '../test/shangrao';
import { statutoryTable } from './statutory-table';
import { tableAsHtml } from './table-as-html';
import { TABLE_NUMBERS } from './table-number';

const input = shangrao(2024);
const hostile = '<script>alert("1")</script>&\'';
const escaped = '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;';

describe('a table as HTML', () => {
  it('looks like the published table', () => {
    const html = tableAsHtml(statutoryTable(3, input));
    expect(html).toContain('<html lang="zh-CN">');
    expect(html).toContain('<h1>部门支出总表</h1>');
    expect(html).toContain('<span>填报单位：<bdi>上饶市妇女联合会</bdi></span>');
    expect(html).toContain('<span>单位：万元</span>');
    expect(html).toContain('<th colspan="2" scope="col">支出功能分类科目</th><th rowspan="2" scope="col">合计</th>');
    expect(html).toContain('<tr><th scope="col">**</th><th scope="col">**</th><th scope="col">1</th>');
    expect(html).toContain(
      '<tr><td class="code">29</td><th scope="row" class="name"><bdi>群众团体事务</bdi></th><td class="right">691.29</td>',
    );
    expect(html).toContain('size: A4 portrait');
  });

  it('prints the wide table across the page, and notes below', () => {
    expect(tableAsHtml(statutoryTable(2, input))).toContain('size: A4 landscape');
    expect(tableAsHtml(statutoryTable(8, input))).toContain(
      '<p class="notes">注：若为空表，则为该部门无政府性基金收支</p>',
    );
  });

  it('says so when it is the approved budget', () => {
    expect(tableAsHtml(statutoryTable(3, { ...input, measure: 'original' }))).toContain('2024 年（年初批复数）');
  });

  it.each(TABLE_NUMBERS)('loads nothing from elsewhere and runs nothing: table %d', (number) => {
    const html = tableAsHtml(statutoryTable(number, input));
    expect(html).not.toMatch(/https?:|<script|<link|<img|url\(/);
    expect(html.match(/<td/g)!.length).toBe(html.match(/<\/td>/g)!.length);
  });

  it.each(TABLE_NUMBERS)('escapes what others wrote: table %d', (number) => {
    const targets = {
      declaredFunds: { totalYuan: '1.00' },
      tasks: [{ name: hostile, content: hostile }],
      goals: [hostile],
      indicators: [{ level1: hostile, level2: hostile, level3: hostile, value: hostile, remark: hostile }],
    };
    const html = tableAsHtml(
      statutoryTable(number, {
        ...input,
        subject: { ...input.subject, name: hostile },
        units: input.units.map(({ unit, ...budget }) => ({
          ...budget,
          unit: { ...unit, name: hostile, departmentName: hostile },
          targets: new Map([
            ['', targets],
            [hostile, targets],
          ]),
        })),
        chart: { hash: '', codesOf: () => [], nameOf: () => hostile },
      }),
    );
    expect(html).not.toContain('<script>');
    expect(html).toContain(escaped);
  });

  it('shows tables 10 and 11 as their forms, and without targets as an empty table with its note', () => {
    const unit = tableAsHtml(statutoryTable(10, input));
    expect(unit).toContain(
      '<th scope="row" class="name"><bdi>1、资金来源：（1）财政拨款</bdi></th><td class="right">487.90</td>',
    );
    expect(unit).toContain('<bdi>二、在职人数</bdi></th><td class="right">16</td>');
    expect(unit).toContain('<p><bdi>目标 4: 携手共创幸福生活,促进家庭文明建设。</bdi></p>');
    const projects = tableAsHtml(statutoryTable(11, input));
    expect(projects.match(/<section>/g)).toHaveLength(3);
    expect(projects).toContain('<th scope="row">主管部门及代码</th><td><bdi>126-上饶市妇女联合会</bdi></td>');
    expect(projects).toContain('<td rowspan="10" class="center"><bdi>数量指标</bdi></td>');
    const none = tableAsHtml(statutoryTable(10, shangrao(2023)));
    expect(none).toContain('详细目标表未录入');
    expect(none).toContain('<th scope="col">一级指标</th>');
  });
});
