import { cellHtml, escapeHtml, frameStart, PAGE_END, pageStart, rowHtml } from '#report';
import { ACCESS_OUTCOME_NAMES, type AccessRecord } from '#wire';

import type { AccessAnswer } from './access-answer';

const TITLE = '访问记录 Access';
const HEADS = [
  '时间 time',
  '至 until',
  '次数 times',
  '结果 outcome',
  '途径 way',
  '操作人 actor',
  '凭证 by',
  '地址 address',
  '事项 action',
  '对象 of',
  '代码 code',
];

/** The page for auditors: a table, and the way to the next page. */
export function accessAsHtml({ from, to, records, next }: AccessAnswer, nextAddress: string): string {
  const rows = records.map((record) => rowHtml(cellsOf(record).map((text) => cellHtml('td', text))));
  const head = rowHtml(HEADS.map((text) => cellHtml('th', text, { scope: 'col' })));
  const empty = '<p>这一页没有记录。<small>No record on this page.</small></p>';
  const more = `<p><a href="${escapeHtml(nextAddress)}">下一页 <small>next page</small></a></p>`;
  return [
    pageStart({ title: TITLE, landscape: true }),
    `<h1>${TITLE}</h1>`,
    `<p class="subtitle">${escapeHtml(from)} — ${escapeHtml(to)}</p>`,
    records.length === 0
      ? empty
      : `${frameStart(TITLE)}<table><thead>${head}</thead><tbody>\n${rows.join('\n')}\n</tbody></table></div>`,
    next === undefined ? '' : more,
    PAGE_END,
  ].join('\n');
}

function cellsOf(record: AccessRecord): string[] {
  const { at, until, times, outcome, way, actor, how, address, action, resource, code } = record;
  const texts = [
    at,
    until,
    String(times),
    ACCESS_OUTCOME_NAMES[outcome],
    way,
    actor,
    how,
    address,
    action,
    resource,
    code,
  ];
  return texts.map((text) => text ?? '');
}
