import type { ComponentChildren } from 'preact';

import { above, pathOf, type Place, yearPath } from '../address/place';
import { COMMON } from '../words/common';
import { useWords } from '../words/language';

interface PlaceHeadProps {
  place: Place;
  name: string | undefined;
  year: string;
  title: string;
  besides?: string;
  isHistory: boolean;
  /** The tools of the view. */
  children?: ComponentChildren;
}

/** What the page is about: the way to the place, the view's title, and its tools. */
export function PlaceHead({ place, name, year, title, besides, children }: PlaceHeadProps) {
  const words = useWords(COMMON);
  const upper = [above(place)]
    .flatMap((one) => (one === undefined ? [] : [above(one), one]))
    .filter((one) => one !== undefined);
  document.title = `${title} ${name ?? place.code} ${year} · ${words.product}`;
  return (
    <div class="head">
      <div>
        <nav class="crumbs" aria-label={words.tables}>
          {upper.map((one) => (
            <>
              <a href={one.kind === 'division' ? pathOf(one) : yearPath(one, year)}>{one.code}</a> /{' '}
            </>
          ))}
          <a href={pathOf(place)}>
            {place.code} {name}
          </a>{' '}
          / {words.year(year)}
        </nav>
        <h1>
          {title} {besides !== undefined && besides !== title && <small>{besides}</small>}
        </h1>
      </div>
      <div class="tools">{children}</div>
    </div>
  );
}
