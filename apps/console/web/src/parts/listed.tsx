import type { ComponentChildren } from 'preact';

import { COMMON } from '../words/common';
import { useWords } from '../words/language';
import { More } from './more';
import { Reading } from './reading';
import type { Pages } from './use-pages';

interface ListedProps<T> {
  of: Pages<T>;
  isEmpty: boolean;
  children: (first: T) => ComponentChildren;
}

/** A list on a card: awaited, empty, or there with the way to more of it. */
export function Listed<T>({ of, isEmpty, children }: ListedProps<T>) {
  const words = useWords(COMMON);
  return (
    <Reading of={of.first} rows={8}>
      {(first) => (
        <section class="card">
          {children(first)}
          {isEmpty && <p>{words.noRecords}</p>}
          <More of={of} />
        </section>
      )}
    </Reading>
  );
}
