import { type Problem, problemOf } from '@budget-ledger/client';
import { useState } from 'preact/hooks';

import { go } from '../../address/address';
import { ProblemNote } from '../../parts/problem';
import { useWords } from '../../words/language';
import { sendFile } from './send-file';
import { FILES_WORDS } from './words';

/** A place for a file: it is sent at once, and its trial is the next page. */
export function DropZone({ label }: { label: string }) {
  const own = useWords(FILES_WORDS);
  const [repeatedRows, setRepeatedRows] = useState(false);
  const [isOver, setIsOver] = useState(false);
  const [sent, setSent] = useState<{ isSending: boolean; problem?: Problem }>({ isSending: false });
  const send = (file: File | null | undefined): void => {
    if (!file || sent.isSending) return;
    setSent({ isSending: true });
    sendFile(file, repeatedRows).then(
      ({ id }) => {
        setSent({ isSending: false });
        go(`/work/files/${id}`);
      },
      (error: unknown) => setSent({ isSending: false, problem: problemOf(error) }),
    );
  };
  return (
    <div class="card">
      <label
        class={`drop${isOver ? ' over' : ''}`}
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setIsOver(false);
          send(event.dataTransfer?.files[0]);
        }}
      >
        <b>{sent.isSending ? own.sending : label}</b>
        <span class="muted small">{own.dropHelp}</span>
        <input
          type="file"
          aria-label={own.choose}
          accept=".csv,.tsv,.txt,.xlsx,text/csv"
          disabled={sent.isSending}
          onChange={(event) => {
            send(event.currentTarget.files?.[0]);
            // The same file may be chosen again once it is mended.
            event.currentTarget.value = '';
          }}
        />
      </label>
      <p class="muted small">
        <label>
          <input
            type="checkbox"
            checked={repeatedRows}
            onChange={(event) => setRepeatedRows(event.currentTarget.checked)}
          />{' '}
          {own.repeated}
        </label>
      </p>
      <div role="status">{sent.isSending && <progress aria-label={own.sending} />}</div>
      {sent.problem !== undefined && <ProblemNote problem={sent.problem} />}
    </div>
  );
}
