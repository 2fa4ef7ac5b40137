import { COMMON } from '../words/common';
import { useWords } from '../words/language';

/** An address that no screen has. */
export function Nowhere() {
  const words = useWords(COMMON);
  return (
    <section class="card note note-right">
      <h1>{words.notFound}</h1>
      <p>{words.notFoundHelp}</p>
      <a class="button" href="/">
        {words.home}
      </a>
    </section>
  );
}
