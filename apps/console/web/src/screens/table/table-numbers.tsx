import { currentAddress, withQuery } from '../../address/address';
import { type Place, yearPath } from '../../address/place';
import { useWords } from '../../words/language';
import { TABLE_WORDS } from './words';

const NUMBERS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11'];

/** The tables of a budget side by side. What else the reader has chosen stays. */
export function TableNumbers({ place, year, number }: { place: Place; year: string; number: string }) {
  const own = useWords(TABLE_WORDS);
  const { query } = currentAddress();
  const views = [
    ['publication', own.publication],
    ['explanation', own.explanation],
  ] as const;
  return (
    <nav class="numbers" aria-label={own.tables}>
      {NUMBERS.map((each) => (
        <a
          key={each}
          class="plain"
          href={withQuery({ cell: undefined }, { path: yearPath(place, year, `tables/${each}`), query })}
          aria-current={each === number ? 'page' : undefined}
        >
          {own.table(each)}
        </a>
      ))}
      {views.map(([view, label]) => (
        <a
          key={view}
          class="plain"
          href={withQuery({ cell: undefined }, { path: yearPath(place, year, view), query })}
          aria-current={view === number ? 'page' : undefined}
        >
          {label}
        </a>
      ))}
    </nav>
  );
}
