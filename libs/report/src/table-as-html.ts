import { cellHtml, escapeHtml, frameStart, nameHtml, rowHeadHtml, rowHtml } from './html';
import { measureName } from './report-measure';
import { PAGE_END, pageStart } from './page-html';
import { performanceHtml } from './performance-html';
import type { ReportVersion } from './report-version';
import type { StatutoryTable } from './statutory-table';
import { versionMarks } from './version-html';

/** Some milliseconds of work at most. */
const ROWS_A_PIECE = 100;

/** A whole printable page that looks like the published table, some rows at a time. */
export function* tablePieces(table: StatutoryTable, version?: ReportVersion): Generator<string> {
  const { title, unit, year, landscape } = table;
  const marks = versionMarks(version);
  yield `${pageStart({
    title: `${unit.name} ${year} 年 ${title}${marks.title === '' ? measureName(table.measure) : marks.title}`,
    landscape,
    style: marks.style,
  })}${marks.head}`;
  yield* tableBodyPieces(table, 'h1');
  yield `${marks.foot}${PAGE_END}`;
}

/** The same in one, for what is short. */
export function tableAsHtml(table: StatutoryTable, version?: ReportVersion): string {
  return [...tablePieces(table, version)].join('');
}

/** The table under a heading of its own, without the page around it. */
export function* tableBodyPieces(table: StatutoryTable, heading: 'h1' | 'h3'): Generator<string> {
  const { details } = table;
  // A form without any targets is the bare table with the note that says so.
  if (details === undefined || details.blocks.length === 0) yield* figuresPieces(table, heading);
  else yield performanceHtml(table, details, heading);
}

function* figuresPieces(table: StatutoryTable, heading: 'h1' | 'h3'): Generator<string> {
  const { title, unit, year, currencyUnit, notes, rows, alignments } = table;
  yield `<${heading}>${escapeHtml(title)}</${heading}>
<div class="place"><span>填报单位：${nameHtml(unit.name)}</span><span>${year} 年${escapeHtml(measureName(table.measure))}</span><span>单位：${currencyUnit}</span></div>
${frameStart(title)}<table>
<thead>
${headHtml(table)}
</thead>
<tbody>
`;
  for (let from = 0; from < rows.length; from += ROWS_A_PIECE) {
    const some = rows.slice(from, from + ROWS_A_PIECE);
    const html = some.map((row) => rowHtml(row.map((cell, column) => bodyCellHtml(cell, alignments[column]))));
    yield `${from === 0 ? '' : '\n'}${html.join('\n')}`;
  }
  yield `
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
