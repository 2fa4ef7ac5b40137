import { cellHtml, escapeHtml, rowHtml } from './html';
import { measureName } from './measure-name';
import { pageHtml } from './page-html';
import { performanceHtml } from './performance-html';
import type { StatutoryTable } from './statutory-table';

/** A whole printable page that looks like the published table. */
export function tableAsHtml(table: StatutoryTable): string {
  const { title, unit, year, landscape } = table;
  return pageHtml({
    title: `${unit.name} ${year} 年 ${title}${measureName(table.measure)}`,
    landscape,
    body: tableBodyHtml(table, 'h1'),
  });
}

/** The table under a heading of its own, without the page around it. */
export function tableBodyHtml(table: StatutoryTable, heading: 'h1' | 'h3'): string {
  const { details } = table;
  // A form without any targets is the bare table with the note that says so.
  if (details === undefined || details.blocks.length === 0) return figuresHtml(table, heading);
  return performanceHtml(table, details, heading);
}

function figuresHtml(table: StatutoryTable, heading: 'h1' | 'h3'): string {
  const { title, unit, year, currencyUnit, notes } = table;
  return `<${heading}>${escapeHtml(title)}</${heading}>
<div class="place"><span>填报单位：${escapeHtml(unit.name)}</span><span>${year} 年${escapeHtml(measureName(table.measure))}</span><span>单位：${currencyUnit}</span></div>
<table>
<thead>
${headHtml(table)}
</thead>
<tbody>
${bodyHtml(table)}
</tbody>
</table>
${notes.map((note) => `<p class="notes">${escapeHtml(note)}</p>`).join('\n')}`;
}

function headHtml({ header }: StatutoryTable): string {
  return header
    .map((cells) => rowHtml(cells.map(({ text, colspan, rowspan }) => cellHtml('th', text, { colspan, rowspan }))))
    .join('\n');
}

function bodyHtml({ rows, alignments }: StatutoryTable): string {
  return rows
    .map((row) =>
      rowHtml(row.map((cell, column) => cellHtml('td', cell, { class: classOf(cell, alignments[column]) }))),
    )
    .join('\n');
}

/** A code is one word: broken over two lines, 20129 and 01 would read as two codes. */
function classOf(cell: string, alignment: 'left' | 'right' | undefined): string {
  if (alignment === 'right') return 'right';
  return /^\d+$/.test(cell) ? 'code' : '';
}
