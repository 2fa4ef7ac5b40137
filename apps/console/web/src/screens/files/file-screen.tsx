import { type Problem, problemOf } from '@budget-ledger/client';
import { useState } from 'preact/hooks';

import type { ScreenProps } from '../../screen';
import { asInstant } from '../../parts/instant';
import { ProblemNote } from '../../parts/problem';
import { Reading } from '../../parts/reading';
import { useTitle } from '../../parts/use-title';
import { COMMON } from '../../words/common';
import { inLanguage } from '../../words/in-language';
import { useLanguage, useWords } from '../../words/language';
import { DropZone } from './drop-zone';
import { Faults } from './faults';
import { Results } from './results';
import { confirmImport, type Import } from './send-file';
import { Trial } from './trial';
import { useImport } from './use-import';
import { FILES_WORDS } from './words';

/** One file from its trial to what stands: it can be left and opened again at any moment. */
export function FileScreen({ parts }: ScreenProps) {
  const own = useWords(FILES_WORDS);
  const common = useWords(COMMON);
  const of = useImport(parts['id'] ?? '');
  const name = of.data?.fileName ?? own.unnamed;
  useTitle(name);
  return (
    <>
      <div class="head">
        <div>
          <nav class="crumbs" aria-label={common.where}>
            <a href="/work">{common.work}</a> / <a href="/work/files">{own.title}</a>
          </nav>
          <h1>
            <bdi>{name}</bdi> {of.data !== undefined && <small>{own[of.data.state]}</small>}
          </h1>
          {of.data !== undefined && (
            <p class="muted small">
              {own.bytes(of.data.bytes)} · {own.expires} {asInstant(of.data.expiresAt)}
            </p>
          )}
        </div>
      </div>
      <Reading of={of}>{(read) => <Whole read={read} again={of.again} />}</Reading>
    </>
  );
}

function Whole({ read, again }: { read: Import; again: () => void }) {
  const own = useWords(FILES_WORDS);
  const language = useLanguage();
  const { state, report, progress } = read;
  return (
    <>
      {report.notes.map((note) => (
        <p class="banner" key={note}>
          {inLanguage(note, language)}
        </p>
      ))}
      {state === 'faulty' && <Faults read={read} />}
      {state === 'faulty' && <DropZone label={own.mended} />}
      {(state === 'ready' || state === 'interrupted') && <Confirm read={read} again={again} />}
      {(state === 'posting' || state === 'interrupted') && (
        <section class="card" aria-label={own[state]}>
          <p role="status">
            {own.progress(progress.done, progress.total)} {state === 'posting' && own.stay}
          </p>
          <progress max={progress.total} value={progress.done} aria-label={own[state]} />
          {progress.reason !== undefined && <p class="banner">{inLanguage(progress.reason, language)}</p>}
        </section>
      )}
      {read.receipts.length > 0 && <Results read={read} />}
      {state !== 'faulty' && <Trial read={read} />}
    </>
  );
}

function Confirm({ read, again }: { read: Import; again: () => void }) {
  const own = useWords(FILES_WORDS);
  const [asked, setAsked] = useState<{ isAsking: boolean; problem?: Problem }>({ isAsking: false });
  const confirm = (): void => {
    setAsked({ isAsking: true });
    confirmImport(read.id).then(
      () => {
        setAsked({ isAsking: false });
        again();
      },
      (error: unknown) => setAsked({ isAsking: false, problem: problemOf(error) }),
    );
  };
  const { total, done } = read.progress;
  return (
    <div class="tools send">
      <button type="button" class="primary" disabled={asked.isAsking} onClick={confirm}>
        {read.state === 'ready' ? own.confirm(total - read.report.stoodBefore) : own.goOn}
        {read.state === 'interrupted' && ` (${done} / ${total})`}
      </button>
      {asked.problem !== undefined && <ProblemNote problem={asked.problem} again={confirm} />}
    </div>
  );
}
