import { COMMON } from '../words/common';
import { useWords } from '../words/language';
import { ProblemNote } from './problem';
import type { Pages } from './use-pages';

/** The way to the next page of a list; a page that did not come says so. */
export function More<T>({ of }: { of: Pages<T> }) {
  const words = useWords(COMMON);
  const { more, isLoadingMore, problem } = of;
  return (
    <>
      {problem !== undefined && <ProblemNote problem={problem} {...(more === undefined ? {} : { again: more })} />}
      {problem === undefined && (more !== undefined || isLoadingMore) && (
        <button type="button" onClick={more} disabled={isLoadingMore}>
          {isLoadingMore ? words.loading : words.moreRows}
        </button>
      )}
    </>
  );
}
