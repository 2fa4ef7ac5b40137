import { shangrao } from '../test/shangrao';
import { explanation } from './explanation';
import { explanationAsText } from './explanation-as-text';
import { publication } from './publication';
import { publicationPieces } from './publication-as-html';
import { type AskedVersion, type ReportVersion, versionLabel, versionParts, versionWords } from './report-version';
import { statutoryTable } from './statutory-table';
import { csvOf } from './csv';
import { tableAsHtml } from './table-as-html';

const STOOD = { position: '4:8', revision: 9, recordedAt: '2024-06-30T10:00:00.123Z' };
const of = (asked: AskedVersion): ReportVersion => ({ asked, ...STOOD });
const asOf = { zh: '2024-06-30', en: '2024-06-30' };
const input = shangrao(2024);
const table = statutoryTable(5, input);

const PAST: [string, AskedVersion, string][] = [
  ['recorded by a day', { asOf }, '截至 2024-06-30 的历史版本'],
  ['a revision', { asOf: { zh: '第 7 版', en: 'revision 7' } }, '截至第 7 版的历史版本'],
  ['effective by a day', { effectiveOn: '2024-03-31' }, '只含 2024-03-31 及以前生效的'],
  ['as approved', { measure: 'original' }, '年初批复数'],
  [
    'all of them',
    { asOf, effectiveOn: '2024-03-31', measure: 'original' },
    '截至 2024-06-30 的历史版本，只含 2024-03-31 及以前生效的，年初批复数',
  ],
];

describe.each(PAST)('a version that is not the current budget: %s', (_, asked, label) => {
  it('is called so in the label, in the sentence, and by what it stands on', () => {
    expect(versionLabel(asked)).toBe(label);
    const { zh, en } = versionWords(of(asked));
    expect(zh).not.toContain('当前');
    expect(en).not.toMatch(/current/i);
    expect(zh).toMatch(/。最近一笔记录于 2024-06-30 18:00:00（北京时间），第 9 版，位置 4:8。$/);
    expect(en).toMatch(/Newest record 2024-06-30 18:00:00 UTC\+8, revision 9, position 4:8\.$/);
  });

  it.each([
    ['a table', (version: ReportVersion) => tableAsHtml(table, version)],
    [
      'the publication',
      (version: ReportVersion) => [...publicationPieces(publication(input, undefined), version)].join(''),
    ],
  ])('stands at the head of %s, of every sheet of paper, and in its title', (__, page) => {
    const html = page(of(asked));
    expect(html).toContain(`<p class="version past" role="note"><strong>${versionParts(of(asked)).what.zh}</strong>`);
    expect(html.indexOf('class="version past"')).toBeLessThan(html.indexOf('<h1>'));
    expect(html).toContain(`@page { @top-center { content: "${label}";`);
    expect(html).toMatch(new RegExp(`<title>[^<]*（${label}）</title>`));
    expect(html).not.toContain('当前版本');
  });

  it('stands in every row of a CSV, behind all columns, and before the explanation', () => {
    const [head, ...rows] = csvOf(table, label).trim().split('\r\n');
    expect(head).toBe('科目编码,科目名称,合计,基本支出,项目支出,版本');
    expect(rows).toHaveLength(5);
    for (const row of rows) expect(row.endsWith(`,${label}`)).toBe(true);
    const text = explanationAsText(explanation(input, undefined), of(asked));
    expect(text.split('\n')[0]).toBe(`【${versionWords(of(asked)).zh} ${versionWords(of(asked)).en}】`);
  });
});

describe('the current version', () => {
  it('names its position and time at the end of a page, and changes neither CSV nor explanation', () => {
    const html = tableAsHtml(table, of({ measure: 'current' }));
    expect(html).toContain(
      '当前版本。最近一笔记录于 2024-06-30 18:00:00（北京时间），第 9 版，位置 4:8。<small lang="en">Current version. Newest record',
    );
    expect(html).not.toContain('class="version past"');
    expect(html).not.toContain('@top-center');
    expect(csvOf(table, versionLabel({}))).toBe(csvOf(table));
    const told = explanation(input, undefined);
    expect(explanationAsText(told, of({}))).toBe(explanationAsText(told));
  });
});
