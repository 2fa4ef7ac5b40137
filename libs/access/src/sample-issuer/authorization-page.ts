import { escapeHtml } from '#basics';
import { createHash } from 'node:crypto';

/** Somebody who may sign in with one click. */
export interface Shown {
  id: string;
  name: string;
  may: string;
}

const STYLE = `
  :root { color-scheme: light dark; --ink: #17202b; --ink-2: #4b5768; --line: #d9dee6; --paper: #fff; --ground: #f4f6f8; --accent: #0b5aa6; --accent-soft: #e6f0fa; --note: #fff4d6; --note-line: #e2b23c; }
  @media (prefers-color-scheme: dark) { :root { --ink: #e8edf3; --ink-2: #b3bdca; --line: #334052; --paper: #18212d; --ground: #10171f; --accent: #6fb3f2; --accent-soft: #16304a; --note: #3a2f10; --note-line: #b98f2c; } }
  * { box-sizing: border-box; }
  body { margin: 0; background: var(--ground); color: var(--ink); font: 14px/1.55 "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif; }
  main { max-width: 34em; margin: 8vh auto; padding: 0 16px; }
  h1 { font-size: 22px; margin: 0; }
  small { color: var(--ink-2); font-weight: 400; }
  .note { background: var(--note); border: 1px solid var(--note-line); border-radius: 8px; padding: 8px 14px; }
  form { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
  button { display: grid; grid-template-columns: 36px 1fr; gap: 2px 12px; align-items: center; width: 100%; padding: 10px 16px; border: 0; border-bottom: 1px solid var(--line); background: none; color: inherit; font: inherit; text-align: left; cursor: pointer; }
  button:last-child { border-bottom: 0; }
  button:hover { background: var(--accent-soft); }
  button:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; }
  i { grid-row: span 2; width: 36px; height: 36px; border-radius: 50%; background: var(--accent-soft); color: var(--accent); display: grid; place-items: center; font-style: normal; font-weight: 600; }
  b { font-size: 16px; }
`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/**
 * What a browser is told of a page here. A form may only lead to this issuer and, by its redirect, to the application; no page of others may show
 * this one in a frame and have it clicked.
 */
export function pageHeaders(formMayLeadTo?: string): Record<string, string> {
  const form = formMayLeadTo === undefined ? "'none'" : `'self' ${formMayLeadTo}`;
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action ${form}; base-uri 'none'; frame-ancestors 'none'`,
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  };
}

/** Who wants to be who. `request` names what was asked for, once. */
export function authorizationPage(request: string, people: readonly Shown[]): string {
  const buttons = people.map(
    ({ id, name, may }) =>
      `<button name="person" value="${escapeHtml(id)}"><i aria-hidden="true">${escapeHtml(name.slice(0, 1))}</i><b>${escapeHtml(name)}</b><small>${escapeHtml(may)}</small></button>`,
  );
  return page(
    '选择登录身份',
    'Sign in as',
    `<form method="post" action="/authorize"><input type="hidden" name="request" value="${escapeHtml(request)}">${buttons.join('\n')}</form>`,
  );
}

/** A sentence in both languages for whom nothing else can be done here. */
export function sentencePage(zh: string, en: string): string {
  return page(zh, en, '');
}

function page(zh: string, en: string, body: string): string {
  return `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(zh)} ${escapeHtml(en)}</title><style>${STYLE}</style></head>
<body><main>
<h1>${escapeHtml(zh)} <small>${escapeHtml(en)}</small></h1>
<p class="note">仅供本机试用：样例人员，无需密码。 <small>For trying things out on this machine alone: sample people, without passwords.</small></p>
${body}
</main></body>
</html>
`;
}
