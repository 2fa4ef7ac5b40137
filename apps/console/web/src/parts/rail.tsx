import { useContext } from 'preact/hooks';

import type { Address } from '../address/address';
import { type Place, yearPath } from '../address/place';
import { standingAt } from '../address/standing-at';
import { MeContext, useRole } from '../api/session';
import { COMMON } from '../words/common';
import { useWords } from '../words/language';
import { recentPlaces } from './recent';

/** The main menu: the views of the place and year that the reader is at, the work, and what was lately opened. */
export function Rail({ isOpen, address }: { isOpen: boolean; address: Address }) {
  const words = useWords(COMMON);
  const { session } = useContext(MeContext);
  const isAuditor = useRole('auditor');
  const isOperator = useRole('operator');
  const isPoster = useRole('poster', 'approver');
  const at = standingAt(address.path);
  const link = (href: string, label: string, isHere: boolean) => (
    <a href={href} aria-current={isHere ? 'page' : undefined}>
      <span>{label}</span>
    </a>
  );
  const views = at === undefined ? [] : viewsOf(at.place, at.year, words);
  const recent = recentPlaces();
  return (
    <aside class={isOpen ? 'rail open' : 'rail'} id="rail">
      {session?.signedIn === true && (
        <nav aria-label={words.menu}>
          {link('/', words.home, address.path === '/')}
          {views.map(({ href, label, start }) => link(href, label, address.path.startsWith(start)))}
          {isPoster && link('/work', words.work, address.path.startsWith('/work'))}
          {isAuditor && link('/audit', words.audit, address.path.startsWith('/audit'))}
          {isOperator && link('/operations', words.operations, address.path.startsWith('/operations'))}
          {recent.length > 0 && <h2>{words.recent}</h2>}
          {recent.map(({ path, name }) => (
            <a key={path} href={path}>
              <span>{name}</span>
            </a>
          ))}
        </nav>
      )}
    </aside>
  );
}

function viewsOf(place: Place, year: string, words: (typeof COMMON)['zh']) {
  return [
    { view: 'tables/3', start: 'tables/', label: words.tables },
    { view: 'comparison', start: 'comparison', label: words.comparison },
    { view: 'execution', start: 'execution', label: words.execution },
  ].map(({ view, start, label }) => ({
    href: yearPath(place, year, view),
    start: yearPath(place, year, start),
    label,
  }));
}
