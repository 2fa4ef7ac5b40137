import type { KnownUnit } from '#read-model';
import { escapeHtml, TABLE_NUMBERS } from '#report';

const STYLE = `
  body { max-width: 60em; margin: 2em auto; padding: 0 1em; font: 16px/1.6 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
  h2 { margin: 1.5em 0 0; font-size: 1.1em; }
  small { color: #555; font-weight: normal; }
  a { display: inline-block; margin-right: .6em; }
`;

/** The way to everything that this service shows; without units where its reader may see none, or has not said who they are. */
export function homePage(known: readonly KnownUnit[] | undefined, limit: number): string {
  const units = known ?? [];
  const sections = units.map(unitSection).join('\n');
  const empty =
    known === undefined
      ? '<p>未登录，或没有可查阅的单位：请在请求中携带令牌（Authorization: Bearer …）。<small>Units are shown to who may read them: send a token with the request (Authorization: Bearer …).</small></p>'
      : '<p>还没有登记任何单位。<small>No unit has been registered yet.</small></p>';
  const more = `<p>只列出前 ${limit} 个单位。<small>Only the first ${limit} units are listed.</small></p>`;
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>预算账本 Budget ledger</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>预算账本 <small>Budget ledger</small></h1>
<p><a href="/docs">接口文档 <small>interface</small></a><a href="/health/ready">运行状态 <small>health</small></a><a href="/metrics">运行指标 <small>metrics</small></a></p>
${units.length === 0 ? empty : sections}
${units.length === limit ? more : ''}
</main>
</body>
</html>
`;
}

function unitSection({ division, department, unit, name, years }: KnownUnit): string {
  const stream = `/v1/streams/${escapeHtml(division)}/${escapeHtml(department)}`;
  const events = `${stream}/events`;
  return `<section>
<h2><bdi>${escapeHtml(name)}</bdi> <small>${escapeHtml(division)} · ${escapeHtml(unit)}</small></h2>
${years.length === 0 ? '<p>已登记，尚无预算。<small>Registered; it has no budget yet.</small></p>' : ''}${[...years]
    .reverse()
    .map((year) => yearLine(`/v1/units/${escapeHtml(division)}/${escapeHtml(unit)}/years/${year}`, year))
    .join('\n')}
<p><a href="${events}">审计轨迹 <small>audit trail</small></a><a href="${events}?format=csv">CSV</a><a href="${stream}/transits?status=open">在途调剂 <small>transfers in transit</small></a></p>
</section>`;
}

function yearLine(address: string, year: number): string {
  const tables = TABLE_NUMBERS.map((table) => `<a href="${address}/tables/${table}?format=html">表${table}</a>`).join(
    '',
  );
  return `<p>${year} 年 ${tables}<a href="${address}/publication?format=html">公开文本 <small>publication</small></a><a href="${address}/explanation?format=text">情况说明 <small>explanation</small></a><a href="${address}/comparison">与上年比较 <small>comparison</small></a><a href="${address}/lines">预算线 <small>lines</small></a></p>`;
}
