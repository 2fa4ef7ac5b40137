import { escapeHtml } from './html';

/** Set like the published documents: serif type, black rules, the head repeated on every sheet, nothing loaded from elsewhere. */
const STYLE = `
  * { box-sizing: border-box; }
  body { margin: 0 auto; padding: 12mm; color: #000; background: #fff; font: 10.5pt/1.5 "Noto Serif CJK SC", "Source Han Serif SC", SimSun, "宋体", serif; }
  body.portrait { max-width: 210mm; }
  body.landscape { max-width: 297mm; font-size: 9pt; }
  h1, h2, h3, th { text-wrap: balance; }
  h1 { margin: 0 0 4mm; text-align: center; font-size: 18pt; font-weight: bold; }
  .subtitle { margin: -3mm 0 3mm; text-align: center; }
  .place { display: flex; justify-content: space-between; margin-bottom: 1.5mm; }
  table { width: 100%; border-collapse: collapse; }
  table + table { margin-top: -1px; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  th, td { border: 1px solid #000; padding: 1mm 1.5mm; font-weight: normal; vertical-align: middle; overflow-wrap: anywhere; }
  th { text-align: center; }
  td.right { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
  td.code { white-space: nowrap; min-width: 5.5em; }
  td.code + td, td.code + th { min-width: 10em; }
  th.name { text-align: left; text-wrap: pretty; }
  tbody th.name { min-width: 7em; }
  td.center { text-align: center; }
  table.form th, table.form td.center { min-width: 7.5em; }
  table.form tr { break-inside: auto; }
  table.indicators tbody, table.indicators tr { break-inside: avoid; }
  td { text-wrap: pretty; }
  td p { margin: 0; }
  .notes { margin: 2mm 0 0; }
  section + section { break-before: page; margin-top: 12mm; }
  .frame { overflow-x: auto; }
  /* A head that breaks into single characters cannot be read: a table that is wider than a small screen scrolls in its frame. */
  @media screen and (max-width: 60em) {
    body { padding: 4mm; }
    h1 { font-size: 15pt; }
    .place { flex-wrap: wrap; gap: 0 1em; }
    thead th, table.form th { word-break: keep-all; overflow-wrap: normal; }
    table.form { min-width: 46em; }
    table.indicators { min-width: 46em; }
  }
  @media print { .frame { overflow: visible; } }
  @media print { body.portrait, body.landscape { max-width: none; padding: 0; } section + section { margin-top: 0; } }
`;

interface Page {
  title: string;
  landscape: boolean;
  /** Further rules after those that every page has. */
  style?: string;
}

/** A whole page for the screen and for A4, up to where its body begins. */
export function pageStart({ title, landscape, style = '' }: Page): string {
  const orientation = landscape ? 'landscape' : 'portrait';
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>
  @page { size: A4 ${orientation}; margin: 15mm 12mm; }${STYLE}${style}</style>
</head>
<body class="${orientation}">
<main>
`;
}

export const PAGE_END = `
</main>
</body>
</html>
`;
