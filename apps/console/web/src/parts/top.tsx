import { useContext } from 'preact/hooks';

import { MeContext } from '../api/session';
import { COMMON } from '../words/common';
import type { Language } from '../words/language';
import { Icon } from './icon';
import { forgetRecent } from './recent';
import { Search } from './search';

interface TopProps {
  language: Language;
  choose: (language: Language) => void;
  isMenuOpen: boolean;
  openMenu: (isOpen: boolean) => void;
}

/** The head of every page: the way home, the search, and who is signed in. */
export function Top({ language, choose, isMenuOpen, openMenu }: TopProps) {
  const words = COMMON[language];
  const { session } = useContext(MeContext);
  const signedIn = session?.signedIn === true ? session : undefined;
  return (
    <header class="top">
      <button
        type="button"
        class="burger"
        aria-label={words.menu}
        aria-expanded={isMenuOpen}
        aria-controls="rail"
        onClick={() => openMenu(!isMenuOpen)}
      >
        <Icon shape="menu" />
      </button>
      <a class="brand plain" href="/">
        {words.product}
      </a>
      {signedIn !== undefined && <Search />}
      <div class="who">
        <button
          type="button"
          lang={language === 'zh' ? 'en' : 'zh-CN'}
          title={words.otherLanguageTitle}
          onClick={() => choose(language === 'zh' ? 'en' : 'zh')}
        >
          {language === 'zh' ? 'EN' : '中文'}
        </button>
        {signedIn !== undefined && (
          <>
            <span class="name">{signedIn.actor}</span>
            <span class="avatar" aria-hidden="true">
              {signedIn.actor.slice(0, 1)}
            </span>
            <SignOut label={words.signOut} />
          </>
        )}
      </div>
    </header>
  );
}

/** Ends the session at the server and then shows the way in again. */
function SignOut({ label }: { label: string }) {
  const signOut = async (): Promise<void> => {
    const answer = await fetch('/session/sign-out', { method: 'POST', headers: { 'ledger-console': '1' } });
    const { next } = (await answer.json().catch(() => ({}))) as { next?: string };
    forgetRecent();
    location.assign(next ?? '/');
  };
  return (
    <button type="button" onClick={() => void signOut()}>
      {label}
    </button>
  );
}
