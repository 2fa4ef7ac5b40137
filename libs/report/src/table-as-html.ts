import { cellHtml, escapeHtml, frameStart, nameHtml, rowHeadHtml, rowHtml } from './html';
import { measureName } from './report-measure';
import { pageHtml } from './page-html';
import { performanceHtml } from './performance-html';
import type { ReportVersion } from './report-version';
import type { StatutoryTable } from './statutory-table';
import { versionMarks } from './version-html';

/** A whole printable page that looks like the published table. */
export function tableAsHtml(table: StatutoryTable, version?: ReportVersion): string {
  const { title, unit, year, landscape } = table;
  const marks = versionMarks(version);
  return pageHtml({
    title: `${unit.name} ${year} 年 ${title}${marks.title === '' ? measureName(table.measure) : marks.title}`,
    landscape,
    style: marks.style,
    body: `${marks.head}${tableBodyHtml(table, 'h1')}${marks.foot}`,
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
<div class="place"><span>填报单位：${nameHtml(unit.name)}</span><span>${year} 年${escapeHtml(measureName(table.measure))}</span><span>单位：${currencyUnit}</span></div>
${frameStart(title)}<table>
<thead>
${headHtml(table)}
</thead>
<tbody>
${bodyHtml(table)}
</tbody>
</table></div>
${notes.map((note) => `<p class="notes">${escapeHtml(note)}</p>`).join('\n')}`;
}

function headHtml({ header }: StatutoryTable): string {
  return header
    .map((cells) =>
      rowHtml(cells.map(({ text, colspan, rowspan }) => cellHtml('th', text, { colspan, rowspan, scope: 'col' }))),
    )
    .join('\n');
}

function bodyHtml({ rows, alignments }: StatutoryTable): string {
  return rows.map((row) => rowHtml(row.map((cell, column) => bodyCellHtml(cell, alignments[column])))).join('\n');
}

/** What a row is called heads it; of a statement each side has its own. */
function bodyCellHtml(cell: string, alignment: 'left' | 'right' | undefined): string {
  const kind = classOf(cell, alignment);
  return kind === '' && cell !== '' ? rowHeadHtml(cell) : cellHtml('td', cell, { class: kind });
}

/** A code is one word: broken over two lines, 20129 and 01 would read as two codes. */
function classOf(cell: string, alignment: 'left' | 'right' | undefined): string {
  if (alignment === 'right') return 'right';
  return /^\d+$/.test(cell) ? 'code' : '';
}
