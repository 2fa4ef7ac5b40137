import { escapeHtml } from '#basics';

/** The few pages that stand without the front end: what a sign-in by token needs, and why a sign-in came to nothing. */
export const STYLE = `:root { color-scheme: light dark; --ink: #17202b; --ink-2: #4b5768; --line: #d9dee6; --paper: #fff; --ground: #f4f6f8; --accent: #0b5aa6; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf3; --ink-2: #b3bdca; --line: #334052; --paper: #18212d; --ground: #10171f; --accent: #6fb3f2; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 14px/1.55 "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif; }
main { max-width: 34em; margin: 10vh auto; padding: 20px 24px; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; }
h1 { font-size: 22px; margin: 0 0 12px; }
small { color: var(--ink-2); font-weight: 400; }
label, input { display: block; width: 100%; }
input { font: inherit; margin: 6px 0 14px; padding: 8px 12px; border: 1px solid var(--line); border-radius: 8px; background: var(--ground); color: inherit; }
button, .button { display: inline-block; font: inherit; padding: 7px 18px; border: 0; border-radius: 8px; background: var(--accent); color: var(--paper); text-decoration: none; cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
`;

interface Words {
  zh: string;
  en: string;
}

/** Where people are known by tokens of a file, they sign in with theirs. */
export function tokenPage(to: string, wrong?: Words): string {
  const said = wrong === undefined ? '' : sentence(wrong);
  return page(
    { zh: '登录', en: 'Sign in' },
    `${said}<form method="post" action="/session/token">
<input type="hidden" name="to" value="${escapeHtml(to)}">
<label for="token">令牌 <small>token</small></label>
<input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
<button>登录 Sign in</button>
</form>`,
  );
}

/** Why nobody is signed in, and what to do. */
export function failedPage(why: Words): string {
  return page(
    { zh: '登录未完成', en: 'Not signed in' },
    `${sentence(why)}<p><a class="button" href="/session/sign-in">重新登录 Sign in again</a></p>`,
  );
}

function sentence({ zh, en }: Words): string {
  return `<p role="alert">${escapeHtml(zh)} <small>${escapeHtml(en)}</small></p>`;
}

function page({ zh, en }: Words, body: string): string {
  return `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${zh} ${en} · 预算账本 Budget ledger</title><link rel="stylesheet" href="/session/style.css"></head>
<body><main>
<h1>${zh} <small>${en}</small></h1>
${body}
</main></body>
</html>
`;
}
