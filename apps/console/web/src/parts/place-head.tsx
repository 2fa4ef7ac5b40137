import type { ComponentChildren } from 'preact';

import { above, pathOf, type Place, yearPath } from '../address/place';
import { usePlaceNames } from '../api/place-names';
import { COMMON } from '../words/common';
import { useWords } from '../words/language';
import { useTitle } from './use-title';

interface PlaceHeadProps {
  place: Place;
  year: string;
  title: string;
  besides?: string;
  /** The tools of the view. */
  children?: ComponentChildren;
}

/** What the page is about: the way to the place, the view's title, and its tools. */
export function PlaceHead({ place, year, title, besides, children }: PlaceHeadProps) {
  const words = useWords(COMMON);
  const names = usePlaceNames(place);
  const name = names[place.kind];
  const upper = above(place);
  const top = upper === undefined ? undefined : above(upper);
  useTitle(`${title} ${name ?? place.code} ${year}`);
  const crumb = (one: Place) => (
    <>
      <a href={one.kind === 'division' ? pathOf(one) : yearPath(one, year)}>
        {one.kind === 'division' ? (names.division ?? one.code) : `${one.code} ${names[one.kind] ?? ''}`}
      </a>{' '}
      /{' '}
    </>
  );
  return (
    <div class="head">
      <div>
        <nav class="crumbs" aria-label={words.where}>
          {top !== undefined && crumb(top)}
          {upper !== undefined && crumb(upper)}
          {crumb(place)}
          {words.year(year)}
        </nav>
        <h1>
          {title} {besides !== undefined && besides !== title && <small>{besides}</small>}
        </h1>
      </div>
      <div class="tools">{children}</div>
    </div>
  );
}
