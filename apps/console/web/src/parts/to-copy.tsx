import { useRef, useState } from 'preact/hooks';

import { useWords, words } from '../words/language';

const WORDS = words(
  { copy: '复制', copied: '已复制', picked: '已选中，请按 Ctrl+C' },
  { copy: 'Copy', copied: 'Copied', picked: 'Selected: press Ctrl+C' },
);

/** A line to be taken elsewhere as it is: a command, or something to keep. */
export function ToCopy({ text, label }: { text: string; label: string }) {
  const own = useWords(WORDS);
  const shown = useRef<HTMLPreElement>(null);
  const [done, setDone] = useState<'copied' | 'picked'>();
  const pick = (): void => {
    if (shown.current !== null) getSelection()?.selectAllChildren(shown.current);
    setDone('picked');
  };
  // Where the connection is not secure browsers have no clipboard, whatever the types say.
  const clipboard = (navigator as { clipboard?: Clipboard }).clipboard;
  const copy = (): void => {
    if (clipboard === undefined) pick();
    else clipboard.writeText(text).then(() => setDone('copied'), pick);
  };
  return (
    <div class="to-copy">
      <pre class="bytes" ref={shown} tabIndex={0} aria-label={label}>
        {text}
      </pre>
      <button type="button" onClick={copy}>
        <span aria-live="polite">{done === undefined ? own.copy : own[done]}</span>
      </button>
    </div>
  );
}
