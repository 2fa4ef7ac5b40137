import { useEffect, useRef } from 'preact/hooks';

import { go } from '../address/address';
import { COMMON } from '../words/common';
import { useWords, words } from '../words/language';

const WORDS = words(
  {
    search: '搜索',
    home: '首页',
    help: '显示本说明',
    close: '关闭浮窗或侧栏',
    move: '在表格单元格之间移动',
    open: '打开所选单元格的来源',
    print: '打印',
  },
  {
    search: 'Search',
    home: 'Home',
    help: 'Show this list',
    close: 'Close a dialog or panel',
    move: 'Move between the cells of a table',
    open: 'Open what makes the cell',
    print: 'Print',
  },
);

/** The keys that work everywhere, and the list of them behind `?`. */
export function Keys() {
  const common = useWords(COMMON);
  const own = useWords(WORDS);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement;
      if (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === '?') dialog.current?.showModal();
      if (event.key === '/') {
        event.preventDefault();
        document.querySelector<HTMLInputElement>('[data-key="/"]')?.focus();
      }
      if (event.key === 'h') go('/');
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, []);
  const rows: [string, string][] = [
    ['/', own.search],
    ['h', own.home],
    ['← ↑ → ↓', own.move],
    ['Enter', own.open],
    ['Esc', own.close],
    ['Ctrl P', own.print],
    ['?', own.help],
  ];
  return (
    <dialog ref={dialog} aria-labelledby="keys-title">
      <h2 id="keys-title">{common.keys}</h2>
      <dl class="pairs">
        {rows.map(([key, what]) => (
          <>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </>
        ))}
      </dl>
      <form method="dialog" class="tools">
        <button class="primary">{common.close}</button>
      </form>
    </dialog>
  );
}
