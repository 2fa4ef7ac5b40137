import type { components } from '@budget-ledger/client';

import { ToCopy } from '../../parts/to-copy';
import { useWords } from '../../words/language';
import { OPERATIONS_WORDS } from './words';

/** Streams whose tables stand still: at which record, why, and what goes on from there. */
export function StoppedStreams({ streams }: { streams: components['schemas']['Operations']['stopped'] }) {
  const own = useWords(OPERATIONS_WORDS);
  return (
    <section class="card">
      <h2>{own.stopped}</h2>
      {streams.length === 0 && <p>{own.noneStopped}</p>}
      {streams.map(({ stream, revision, position, reason }) => (
        <article class="stop" key={stream} aria-label={stream}>
          <p class="banner stopped" role="alert">
            <b>{own.stoppedAt(stream, revision + 1, position)}</b>
            <br />
            <span class="small">{reason}</span>
          </p>
          <ol>
            <li>
              {own.firstLook} <ToCopy label={own.firstLook} text="npm run -s ledger -- verify" />
            </li>
            <li>{own.thenUpgrade}</li>
            <li>
              {own.orCut}{' '}
              <ToCopy
                label={own.orCut}
                text={`npm run ledger -- copy-log --to-prefix budget2 --cut ${stream}@${revision + 1}`}
              />
            </li>
          </ol>
        </article>
      ))}
    </section>
  );
}
