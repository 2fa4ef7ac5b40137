import { escapeHtml, nameHtml } from './html';
import { measureName } from './report-measure';
import { chineseNumeral, type Paragraph, type Section, textOf } from './narrative';
import { PAGE_END, pageStart } from './page-html';
import type { Publication } from './publication';
import type { ReportVersion } from './report-version';
import { tableBodyPieces } from './table-as-html';
import { versionMarks } from './version-html';

/**
 * On the screen one page that scrolls; on paper A4 with a cover, a page for each table, wide tables across the page, and page
 * numbers where the browser can print them.
 */
const STYLE = `
  @page { margin: 22mm 20mm 20mm; @bottom-center { content: "— " counter(page) " —"; font: 9pt serif; } }
  @page cover { margin: 20mm; @bottom-center { content: none; } }
  @page wide { size: A4 landscape; margin: 18mm 14mm 16mm; }
  .cover { page: cover; break-after: page; min-height: 230mm; display: flex; flex-direction: column; justify-content: center; text-align: center; }
  .cover h1 { font-size: 28pt; line-height: 1.6; margin: 0 0 12mm; }
  .cover p { margin: 0; font-size: 14pt; }
  .contents { break-after: page; }
  .contents ol { list-style: none; margin: 0; padding: 0 0 0 2em; }
  .contents > ol { padding: 0; }
  .contents > ol > li { margin-top: 3mm; }
  .contents > ol > li > a { font-weight: bold; }
  .contents a { color: inherit; text-decoration: none; }
  h2 { margin: 0 0 8mm; text-align: center; font-size: 18pt; }
  h3 { margin: 6mm 0 2mm; font-size: 13pt; break-after: avoid; }
  h4, h5 { margin: 3mm 0 1mm; font-size: 11.5pt; text-indent: 2em; break-after: avoid; }
  .prose { font-size: 12pt; line-height: 1.8; }
  .prose p { margin: 0; text-indent: 2em; text-align: justify; orphans: 2; widows: 2; overflow-wrap: anywhere; }
  .part + .part { break-before: page; }
  .table { break-before: page; }
  .part > h2 + .table { break-before: auto; }
  .table h3 { margin: 0 0 4mm; text-align: center; font-size: 16pt; }
  .table .form { font-size: 10pt; line-height: 1.4; }
  .wide { page: wide; font-size: 9pt; }
  @media screen { .part, .contents, .cover { margin-bottom: 20mm; } .table { margin-top: 12mm; } .cover { min-height: 60vh; } }
`;

/** The whole published budget as one page that loads nothing from elsewhere, a sheet at a time. */
export function* publicationPieces(publication: Publication, version?: ReportVersion): Generator<string> {
  const marks = versionMarks(version);
  const { title, unit, overview, tables, explanation, glossary } = publication;
  yield pageStart({
    title: `${title}${marks.title === '' ? measureName(publication.measure) : marks.title}`,
    landscape: false,
    style: STYLE + marks.style,
  });
  yield `<header class="cover">${marks.head}
<h1>${nameHtml(unit.name)}<br>${escapeHtml(title.slice(unit.name.length).trim() + measureName(publication.measure))}</h1>
<p>填报单位：${escapeHtml(unit.code)} ${nameHtml(unit.name)}</p>${marks.foot}
</header>
${contentsHtml(publication)}
${part('part-1', `第一部分 ${overview.title}`, proseHtml(overview.sections))}
${partStart('part-2', `第二部分 ${tables.title}`)}`;
  for (const [index, table] of tables.tables.entries()) {
    yield `${index === 0 ? '' : '\n'}<section class="table${table.landscape ? ' wide' : ''}" id="table-${table.table}">\n`;
    yield* tableBodyPieces(table, 'h3');
    yield '\n</section>';
  }
  yield `
</section>
${part('part-3', `第三部分 ${explanation.title}`, proseHtml(explanation.sections))}
${part('part-4', `第四部分 ${glossary.title}`, glossaryHtml(glossary.sections))}`;
  yield PAGE_END;
}

function part(id: string, title: string, body: string): string {
  return `${partStart(id, title)}${body}
</section>`;
}

function partStart(id: string, title: string): string {
  return `<section class="part" id="${id}">
<h2>${nameHtml(title)}</h2>
`;
}

function contentsHtml({ overview, tables, explanation, glossary }: Publication): string {
  const chapters = (sections: readonly Section[]): string[] =>
    sections.filter(({ depth }) => depth === 1).map(({ heading }) => item('', heading));
  const sheets = tables.tables.map(({ table, title }, index) =>
    item(`table-${table}`, `${chineseNumeral(index + 1)}、《${title}》`),
  );
  return `<nav class="contents">
<h2>目\u3000录</h2>
<ol>
${item('part-1', `第一部分 ${overview.title}`, chapters(overview.sections))}
${item('part-2', `第二部分 ${tables.title}`, sheets)}
${item('part-3', `第三部分 ${explanation.title}`, chapters(explanation.sections))}
${item('part-4', `第四部分 ${glossary.title}`)}
</ol>
</nav>`;
}

function item(id: string, text: string, items: readonly string[] = []): string {
  const linked = id === '' ? escapeHtml(text) : `<a href="#${id}">${escapeHtml(text)}</a>`;
  return `<li>${linked}${items.length === 0 ? '' : `<ol>${items.join('')}</ol>`}</li>`;
}

function glossaryHtml(sections: readonly Section[]): string {
  return sections.length === 0 ? '<div class="prose"><p>未录入。</p></div>' : proseHtml(sections);
}

function proseHtml(sections: readonly Section[]): string {
  const body = sections.map(({ heading, depth, paragraphs }) => {
    const tag = `h${depth + 2}`;
    return `<${tag}>${escapeHtml(heading)}</${tag}>\n${paragraphs.map(paragraphHtml).join('\n')}`;
  });
  return `<div class="prose">\n${body.join('\n')}\n</div>`;
}

/** Text that was written in several lines keeps them. */
function paragraphHtml(paragraph: Paragraph): string {
  return textOf(paragraph)
    .split(/\r?\n/)
    .map((line) => `<p>${escapeHtml(line)}</p>`)
    .join('\n');
}
