import type { Indicator, Staffing } from '#domain';

import { cellHtml, escapeHtml, frameStart, nameHtml, rowHeadHtml, rowHtml } from './html';
import type { PerformanceBlock, PerformanceDetails } from './performance-details';
import type { StatutoryTable } from './statutory-table';
import { rowSpans } from './row-spans';

/** Tables 10 and 11 as the published forms are laid out: a sheet for the unit, or one for each project. */
export function performanceHtml(table: StatutoryTable, details: PerformanceDetails, heading: 'h1' | 'h3'): string {
  return details.blocks
    .map(
      (block) => `<section>
<${heading}>${escapeHtml(table.title)}</${heading}>
<p class="subtitle">（${table.year} 年度）</p>
${frameStart(table.title)}
${block.project === null ? unitOverview(block) : projectOverview(block.project, block)}
${indicatorsHtml(block.indicators)}
</div>
</section>`,
    )
    .join('\n');
}

/** Tasks on the left beside the declared funds and the staff on the right. */
function unitOverview({ department, staffing, declaredFunds, tasks, goals }: PerformanceBlock): string {
  const figures: (readonly [string, string])[] = [
    ['一、部门（单位）整体预算总额（万元）', declaredFunds.total],
    ['1、资金来源：（1）财政拨款', declaredFunds.fiscalAppropriation ?? ''],
    ['（2）其他资金', declaredFunds.otherFunds ?? ''],
    ['2、资金结构：（1）基本支出', declaredFunds.basic ?? ''],
    ['（2）项目支出', declaredFunds.project ?? ''],
    ['二、在职人数', servingOf(staffing)],
  ];
  const height = Math.max(tasks.length, figures.length);
  const sideBySide = Array.from({ length: height }, (_, index) => {
    const { name, content } = tasks[index] ?? { name: '', content: '' };
    const [label, figure] = figures[index] ?? ['', ''];
    return rowHtml([
      cellHtml('td', name, { class: 'center' }),
      cellHtml('td', content),
      label === '' ? cellHtml('td', '') : rowHeadHtml(label),
      cellHtml('td', figure, { class: 'right' }),
    ]);
  });
  return `<table class="form">
${rowHtml([cellHtml('th', '部门（单位）名称', { colspan: 2, scope: 'row' }), cellHtml('td', codeAndName(department), { colspan: 3 })])}
${rowHtml([
  cellHtml('th', '年度主要任务', { rowspan: height + 1, scope: 'row' }),
  cellHtml('th', '任务名称', { scope: 'col' }),
  cellHtml('th', '主要内容', { scope: 'col' }),
  cellHtml('th', '预算情况', { colspan: 2, scope: 'col' }),
])}
${sideBySide.join('\n')}
${rowHtml([cellHtml('th', '年度总体目标', { scope: 'row' }), paragraphsCell(goals, 4)])}
</table>`;
}

function projectOverview(project: string, { unit, department, declaredFunds, tasks, goals }: PerformanceBlock): string {
  const funds: (readonly [string, string])[] = [
    ['年度资金总额', declaredFunds.total],
    ['其中：财政拨款', declaredFunds.fiscalAppropriation ?? ''],
    ['其他资金', declaredFunds.otherFunds ?? ''],
    ['上年结转', declaredFunds.carriedOver ?? ''],
  ];
  const fundRows = funds.map(([label, amount], index) =>
    rowHtml([
      ...(index === 0 ? [cellHtml('th', '项目资金（万元）', { rowspan: funds.length, scope: 'row' })] : []),
      rowHeadHtml(label, { colspan: 2 }),
      cellHtml('td', amount, { class: 'right' }),
    ]),
  );
  const taskRows = tasks.map(({ name, content }) =>
    rowHtml([rowHeadHtml(name), cellHtml('td', content, { colspan: 3 })]),
  );
  return `<table class="form">
${rowHtml([cellHtml('th', '项目名称', { scope: 'row' }), cellHtml('td', project, { colspan: 3 })])}
${rowHtml([
  cellHtml('th', '主管部门及代码', { scope: 'row' }),
  cellHtml('td', codeAndName(department)),
  cellHtml('th', '实施单位', { scope: 'row' }),
  cellHtml('td', unit.name),
])}
${[...fundRows, ...taskRows].join('\n')}
${rowHtml([cellHtml('th', '年度绩效目标', { scope: 'row' }), paragraphsCell(goals, 3)])}
</table>`;
}

/**
 * A level that stands in several rows is printed once, over all of them. The rows of a first level are a group of their own, which
 * keeps together on paper: on the next sheet they would stand beside an empty cell. Remarks get a column where there are any.
 */
function indicatorsHtml(indicators: readonly Indicator[]): string {
  const withRemarks = indicators.some(({ remark }) => remark !== undefined);
  const titles = ['一级指标', '二级指标', '三级指标', '指标值', ...(withRemarks ? ['备注'] : [])];
  const level1 = rowSpans(indicators, (one, next) => one.level1 === next.level1);
  const level2 = rowSpans(indicators, (one, next) => one.level1 === next.level1 && one.level2 === next.level2);
  const spanned = (text: string, rowspan: number): string[] =>
    rowspan === 0 ? [] : [cellHtml('td', text, { rowspan, class: 'center' })];
  const rows = indicators.map((indicator, index) => {
    const row = rowHtml([
      ...spanned(indicator.level1, level1[index] ?? 1),
      ...spanned(indicator.level2, level2[index] ?? 1),
      cellHtml('td', indicator.level3),
      cellHtml('td', indicator.value, { class: 'center' }),
      ...(withRemarks ? [cellHtml('td', indicator.remark ?? '')] : []),
    ]);
    return index > 0 && level1[index] !== 0 ? `</tbody>\n<tbody>\n${row}` : row;
  });
  return `<table class="form indicators">
<thead>
${rowHtml(titles.map((text) => cellHtml('th', text, { scope: 'col' })))}
</thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`;
}

function paragraphsCell(paragraphs: readonly string[], colspan: number): string {
  return `<td colspan="${colspan}">${paragraphs.map((text) => `<p>${nameHtml(text)}</p>`).join('')}</td>`;
}

function codeAndName({ code, name }: { code: string; name: string }): string {
  return `${code}-${name}`;
}

function servingOf(staffing: Staffing | null): string {
  return staffing === null ? '' : String(staffing.actual.serving);
}
