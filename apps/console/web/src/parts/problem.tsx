import type { Problem } from '@budget-ledger/client';
import { useContext } from 'preact/hooks';

import { MeContext } from '../api/session';
import { COMMON } from '../words/common';
import { inLanguage } from '../words/in-language';
import { useLanguage, useWords } from '../words/language';

/** What went wrong, in the reader's words, with what helps. */
export function ProblemNote({ problem, again }: { problem: Problem; again?: () => void }) {
  const words = useWords(COMMON);
  const language = useLanguage();
  const { me, session } = useContext(MeContext);
  const [title, help] = sentences(problem.status, words);
  const own = inLanguage(problem.detail, language);
  const isSignedOut = problem.status === 401;
  const signIn = session?.signedIn === false ? session.signIn : '/session/sign-in';
  return (
    <section class={`card note ${problem.status === 403 || isSignedOut ? 'note-right' : 'note-fault'}`} role="alert">
      <h2>{title}</h2>
      <p>{help}</p>
      {problem.status !== 0 && !isSignedOut && <p class="muted small">{own}</p>}
      {problem.status === 403 && me?.ask !== undefined && <p>{words.askWhom(me.ask)}</p>}
      <div class="tools">
        {isSignedOut && (
          <a class="button primary" href={`${signIn}?to=${encodeURIComponent(location.pathname + location.search)}`}>
            {words.signIn}
          </a>
        )}
        {again !== undefined && !isSignedOut && (
          <button type="button" onClick={again}>
            {words.again}
          </button>
        )}
      </div>
    </section>
  );
}

function sentences(status: number, words: (typeof COMMON)['zh']): [string, string] {
  switch (status) {
    case 0:
    case 502:
    case 503:
    case 504:
      return [words.unreachable, words.unreachableHelp];
    case 401:
      return [words.signedOut, words.signedOutHelp];
    case 403:
      return [words.noRight, words.noRightHelp];
    case 404:
      return [words.notFound, words.notFoundHelp];
    default:
      return [words.failed, ''];
  }
}
