import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';

import { followLinks, useAddress } from './address/address';
import { type Me, MeContext, type Session } from './api/session';
import { useRead } from './api/use-read';
import { Keys } from './parts/keys';
import { ProblemNote } from './parts/problem';
import { Rail } from './parts/rail';
import { Top } from './parts/top';
import { screenOf } from './routes';
import { Screen } from './screen';
import { SignIn } from './screens/sign-in/sign-in';
import { COMMON } from './words/common';
import { keepLanguage, keptLanguage, type Language, LanguageContext } from './words/language';

/** The whole console: who is signed in, where they are, and the screen that stands there. */
export function Console() {
  const [language, setLanguage] = useState(keptLanguage);
  const address = useAddress();
  const session = useRead<Session>('/session');
  const isSignedIn = session.data?.signedIn === true;
  const me = useRead<Me>(isSignedIn ? '/v1/me' : undefined);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const choose = useCallback((chosen: Language) => {
    keepLanguage(chosen);
    setLanguage(chosen);
  }, []);
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.addEventListener('click', followLinks);
    return () => document.removeEventListener('click', followLinks);
  }, [language]);
  useEffect(() => setMenuOpen(false), [address.path]);
  const known = useMemo(() => ({ session: session.data, me: me.data }), [session.data, me.data]);
  const words = COMMON[language];
  const found = screenOf(address.path);
  return (
    <LanguageContext.Provider value={language}>
      <MeContext.Provider value={known}>
        <a class="skip button" href="#content">
          {words.skip}
        </a>
        <Top language={language} choose={choose} isMenuOpen={isMenuOpen} openMenu={setMenuOpen} />
        <div class="shell">
          <Rail isOpen={isMenuOpen} address={address} />
          <main id="content" tabIndex={-1}>
            {session.problem !== undefined && <ProblemNote problem={session.problem} again={session.again} />}
            {session.data?.signedIn === false && <SignIn session={session.data} />}
            {isSignedIn && <Screen key={found.name} load={found.load} parts={found.parts} address={address} />}
          </main>
        </div>
        <Keys />
      </MeContext.Provider>
    </LanguageContext.Provider>
  );
}
